# ruff: noqa: E501 - a table is read along its lines
"""Every endpoint × every persona → the status that answers. Written by hand, and never worked out from the code.

The columns: anonymous, scrutiny, contributor, owner, assurer, director, lead, administrator, lead of another plan.
302 for the anonymous is the way to signing in; 404 hides that a plan exists, 403 says that it is not for them.
A POST here sends an empty form, which a person with the right is told about (200) or which is done (302).
"""

from dataclasses import dataclass

_PEOPLE = ("anonymous", "scrutiny", "contributor", "owner", "assurer", "director", "lead", "administrator")
PERSONAS = (*_PEOPLE, "stranger")


@dataclass(frozen=True)
class Row:
    """One method of one endpoint at one address, and the status per persona."""

    method: str
    endpoint: str
    address: str
    expected: dict[str, int]


TABLE = """
GET  pages.start                  /                                            302 302 302 302 302 302 302 302 302
GET  pages.list_plans             /plans                                       302 200 200 200 200 200 200 200 200
GET  pages.statuses               /statuses                                    200 200 200 200 200 200 200 200 200
GET  pages.help                   /help                                        200 200 200 200 200 200 200 200 200
GET  pages.accessibility          /accessibility                               200 200 200 200 200 200 200 200 200
GET  pages.privacy                /privacy                                     200 200 200 200 200 200 200 200 200
GET  pages.council_colours        /council.css                                 200 200 200 200 200 200 200 200 200
GET  pages.council_logo           /council-logo                                404 404 404 404 404 404 404 404 404
GET  pages.icon                  /favicon.ico                                 200 200 200 200 200 200 200 200 200
GET  pages.ready                  /ready                                       200 200 200 200 200 200 200 200 200
GET  accounts.sign_in_page        /sign-in                                     200 302 302 302 302 302 302 302 302
POST accounts.sign_in_page        /sign-in                                     200 302 302 302 302 302 302 302 302
POST accounts.sign_out            /sign-out                                    302 302 302 302 302 302 302 302 302
GET  accounts.forgotten_password  /forgotten-password                          200 200 200 200 200 200 200 200 200
POST accounts.forgotten_password  /forgotten-password                          200 200 200 200 200 200 200 200 200
GET  accounts.follow_link         /link/no-such-link                           410 410 410 410 410 410 410 410 410
POST accounts.follow_link         /link/no-such-link                           410 410 410 410 410 410 410 410 410
GET  accounts.account             /account                                     302 200 200 200 200 200 200 200 200
POST accounts.account             /account                                     302 200 200 200 200 200 200 200 200
GET  accounts.change_password     /account/password                            302 200 200 200 200 200 200 200 200
POST accounts.change_password     /account/password                            302 200 200 200 200 200 200 200 200
GET  accounts.choose_own_mails    /account/mails                               302 200 200 200 200 200 200 200 200
POST accounts.choose_own_mails    /account/mails                               302 302 302 302 302 302 302 302 302
GET  admin.list_plans             /administration/plans                        302 403 403 403 403 403 403 200 403
GET  admin.add_plan               /administration/plans/new                    302 403 403 403 403 403 403 200 403
POST admin.add_plan               /administration/plans/new                    302 403 403 403 403 403 403 200 403
GET  admin.add_lead               /administration/plans/1/lead                 302 403 403 403 403 403 403 200 403
POST admin.add_lead               /administration/plans/1/lead                 302 403 403 403 403 403 403 200 403
GET  admin.show_work              /administration/worker                       302 403 403 403 403 403 403 200 403
POST admin.send_mails_again       /administration/worker/mails                 302 403 403 403 403 403 403 302 403
GET  admin.list_people            /administration/people                       302 403 403 403 403 403 403 200 403
GET  admin.invite_person          /administration/people/new                   302 403 403 403 403 403 403 200 403
POST admin.invite_person          /administration/people/new                   302 403 403 403 403 403 403 200 403
GET  admin.end_account            /administration/people/1/end                 302 403 403 403 403 403 403 200 403
POST admin.end_account            /administration/people/1/end                 302 403 403 403 403 403 403 302 403
GET  plan.show_statuses           P/statuses                                   302 200 200 200 200 200 200 404 404
GET  plan.status_colours          P/statuses.css                               302 200 200 200 200 200 200 404 404
GET  plan.change_statuses         P/settings/statuses                          302 404 403 403 403 403 200 404 404
POST plan.change_statuses         P/settings/statuses                          302 404 403 403 403 403 302 404 404
GET  my_actions.show_my_actions   /my-actions                                  302 200 200 200 200 200 200 200 200
GET  my_actions.update_action     P/actions/1.1/update                         302 404 403 200 403 403 200 404 404
POST my_actions.update_action     P/actions/1.1/update                         302 404 403 200 403 403 200 404 404
POST my_actions.keep_draft        P/actions/1.1/draft                          302 404 403 302 403 403 302 404 404
GET  evidence.list_evidence       P/evidence                                   302 404 200 200 200 200 200 404 404
GET  evidence.download_evidence_csv  P/evidence.csv                            302 404 200 200 200 200 200 404 404
GET  evidence.download_evidence_workbook  P/evidence.xlsx                      302 404 200 200 200 200 200 404 404
GET  evidence.show_evidence       P/evidence/1                                 302 404 200 200 200 200 200 404 404
GET  evidence.edit_evidence       P/evidence/1/edit                            302 404 200 200 403 403 200 404 404
POST evidence.edit_evidence       P/evidence/1/edit                            302 404 200 200 403 403 200 404 404
GET  plan.remove_words            P/removal                                    302 404 403 403 403 403 200 404 404
POST plan.remove_words            P/removal                                    302 404 403 403 403 403 200 404 404
GET  evidence.remove_file         P/evidence/2/file/remove                     302 404 403 403 403 403 200 404 404
POST evidence.remove_file         P/evidence/2/file/remove                     302 404 403 403 403 403 200 404 404
GET  plan.respond                 P/recommendations/1/response                 302 404 403 403 403 403 200 404 404
POST plan.respond                 P/recommendations/1/response                 302 404 403 403 403 403 200 404 404
POST plan.refuse_date_move        P/actions/1.1/due-date/1/refuse              302 404 403 403 403 302 302 404 404
GET  evidence.download_file       P/evidence/2/file                            302 404 200 200 200 200 200 404 404
GET  evidence.add_evidence        P/actions/1.1/evidence/new                   302 404 200 200 403 403 200 404 404
POST evidence.add_evidence        P/actions/1.1/evidence/new                   302 404 200 200 403 403 200 404 404
POST evidence.link_evidence       P/actions/1.1/evidence/link                  302 404 200 200 403 403 200 404 404
POST evidence.check_evidence      P/evidence/1/check                           302 404 403 403 200 403 200 404 404
GET  measures.list_measures       P/measures                                   302 404 200 200 200 200 200 404 404
GET  measures.show_measure        P/measures/1                                 302 404 200 200 200 200 200 404 404
GET  measures.add_measure         P/measures/new                               302 404 403 403 403 403 200 404 404
POST measures.add_measure         P/measures/new                               302 404 403 403 403 403 200 404 404
GET  measures.edit_measure        P/measures/1/edit                            302 404 403 403 403 403 200 404 404
POST measures.edit_measure        P/measures/1/edit                            302 404 403 403 403 403 200 404 404
POST measures.remove_measure      P/measures/1/remove                          302 404 403 403 403 403 302 404 404
GET  measures.add_reading         P/measures/1/readings/new                    302 404 403 403 403 403 200 404 404
POST measures.add_reading         P/measures/1/readings/new                    302 404 403 403 403 403 200 404 404
GET  measures.paste_readings      P/measures/1/readings/paste                  302 404 403 403 403 403 200 404 404
POST measures.paste_readings      P/measures/1/readings/paste                  302 404 403 403 403 403 200 404 404
GET  measures.delete_reading      P/measures/1/readings/1/delete               302 404 403 403 403 403 200 404 404
POST measures.delete_reading      P/measures/1/readings/1/delete               302 404 403 403 403 403 200 404 404
GET  safety_maps.show_map         P/priorities/1/map                           302 404 200 200 200 200 200 404 404
GET  safety_maps.show_earlier_map  P/priorities/1/map/1                        302 404 200 200 200 200 200 404 404
GET  safety_maps.add_map          P/priorities/1/map/new                       302 404 403 403 403 403 200 404 404
POST safety_maps.add_map          P/priorities/1/map/new                       302 404 403 403 403 403 200 404 404
GET  intake_review.list_drafts    P/reports-in                                 302 404 403 403 403 403 200 404 404
GET  intake_review.add_report     P/reports-in/new                             302 404 403 403 403 403 200 404 404
POST intake_review.add_report     P/reports-in/new                             302 404 403 403 403 403 200 404 404
GET  intake_review.show_draft     P/reports-in/1                               302 404 403 403 403 403 200 404 404
POST intake_review.show_draft     P/reports-in/1                               302 404 403 403 403 403 200 404 404
GET  intake_review.discard_draft  P/reports-in/1/discard                       302 404 403 403 403 403 200 404 404
POST intake_review.discard_draft  P/reports-in/1/discard                       302 404 403 403 403 403 302 404 404
GET  intake_review.download_draft_source  P/reports-in/1/source                302 404 403 403 403 403 200 404 404
GET  intake_review.show_draft_page  P/reports-in/1/pages/1                     302 404 403 403 403 403 200 404 404
GET  intake_review.show_inspection_page  P/inspections/1/pages/1               302 404 200 200 200 200 200 404 404
GET  intake_review.show_inspection  P/inspections/1                            302 404 200 200 200 200 200 404 404
GET  intake_review.download_source  P/inspections/1/source                     302 404 200 200 200 200 200 404 404
GET  intake_review.link_asked_before  P/recommendations/1/asked-before         302 404 403 403 403 403 200 404 404
POST intake_review.link_asked_before  P/recommendations/1/asked-before         302 404 403 403 403 403 200 404 404
GET  intake_review.show_deadlines  P/inspections/1/action-plan                 302 404 200 200 200 200 200 404 404
GET  intake_review.change_deadline  P/inspections/1/action-plan/full/change    302 404 403 403 403 403 200 404 404
POST intake_review.change_deadline  P/inspections/1/action-plan/full/change    302 404 403 403 403 403 200 404 404
GET  intake_review.start_deadline  P/inspections/1/action-plan/start           302 404 403 403 403 403 302 404 404
POST intake_review.start_deadline  P/inspections/1/action-plan/start           302 404 403 403 403 403 302 404 404
GET  intake_review.record_sent    P/inspections/1/action-plan/draft/sent       302 404 403 403 403 403 200 404 404
POST intake_review.record_sent    P/inspections/1/action-plan/draft/sent       302 404 403 403 403 403 200 404 404
GET  plan_import.list_imports     P/plans-in                                   302 404 403 403 403 403 200 404 404
GET  plan_import.add_import       P/plans-in/new                               302 404 403 403 403 403 200 404 404
POST plan_import.add_import       P/plans-in/new                               302 404 403 403 403 403 200 404 404
GET  plan_import.show_import      P/plans-in/1                                 302 404 403 403 403 403 200 404 404
POST plan_import.show_import      P/plans-in/1                                 302 404 403 403 403 403 200 404 404
GET  plan_import.check_columns    P/plans-in/1/columns                         302 404 403 403 403 403 200 404 404
POST plan_import.check_columns    P/plans-in/1/columns                         302 404 403 403 403 403 200 404 404
GET  plan_import.check_words      P/plans-in/1/words                           302 404 403 403 403 403 200 404 404
POST plan_import.check_words      P/plans-in/1/words                           302 404 403 403 403 403 200 404 404
GET  plan_import.discard_import   P/plans-in/1/discard                         302 404 403 403 403 403 200 404 404
POST plan_import.discard_import   P/plans-in/1/discard                         302 404 403 403 403 403 302 404 404
GET  plan_import.download_import_source  P/plans-in/1/source                   302 404 403 403 403 403 200 404 404
GET  plan_import.export_plan      P/plan.xlsx                                  302 404 200 200 200 200 200 404 404
GET  plan.show_plan               P                                            302 404 200 200 200 200 200 404 404
GET  plan.show_plan_history       P/history                                    302 404 200 200 200 200 200 404 404
GET  plan.change_settings         P/settings                                   302 404 403 403 403 403 200 404 404
POST plan.change_settings         P/settings                                   302 404 403 403 403 403 200 404 404
GET  plan.list_actions            P/actions                                    302 404 200 200 200 200 200 404 404
GET  plan.download_actions_csv    P/actions.csv                                302 404 200 200 200 200 200 404 404
GET  plan.download_actions_workbook  P/actions.xlsx                            302 404 200 200 200 200 200 404 404
POST plan.save_list               P/saved-views                                302 404 302 302 302 302 302 404 404
POST plan.remove_list             P/saved-views/1/remove                       302 404 404 404 404 404 302 404 404
GET  triage.show_triage           P/triage                                     302 404 403 403 403 403 200 404 404
POST triage.act_on_action         P/triage/1.1                                 302 404 403 403 403 403 400 404 404
GET  triage.change_several        P/triage/change                              302 404 403 403 403 403 400 404 404
POST triage.change_several        P/triage/change                              302 404 403 403 403 403 400 404 404
GET  verification.show_queue      P/verification                               302 404 403 403 200 403 200 404 404
GET  dashboard.show_dashboard     P/dashboard                                  302 404 200 200 200 200 200 404 404
GET  dashboard.show_timeline      P/timeline                                   302 404 200 200 200 200 200 404 404
GET  dashboard.show_on_a_page     P/on-a-page                                  302 404 200 200 200 200 200 404 404
GET  search.search_plan           P/search                                     302 404 200 200 200 200 200 404 404
GET  rounds.show_rounds           P/rounds                                     302 404 403 403 403 403 200 404 404
GET  rounds.open_round            P/rounds/new                                 302 404 403 403 403 403 302 404 404
POST rounds.open_round            P/rounds/new                                 302 404 403 403 403 403 302 404 404
GET  rounds.show_round            P/rounds/1                                   302 404 403 403 403 403 200 404 404
GET  rounds.close_round           P/rounds/1/close                             302 404 403 403 403 403 200 404 404
POST rounds.close_round           P/rounds/1/close                             302 404 403 403 403 403 302 404 404
POST rounds.ask_newly             P/rounds/1/ask-new                           302 404 403 403 403 403 302 404 404
POST rounds.send_failed           P/rounds/1/send-failed                       302 404 403 403 403 403 302 404 404
GET  rounds.change_settings       P/rounds/settings                            302 404 403 403 403 403 200 404 404
POST rounds.change_settings       P/rounds/settings                            302 404 403 403 403 403 200 404 404
GET  rounds.show_ask              P/rounds/1/asked/1                           302 404 403 403 403 403 200 404 404
POST rounds.send_again            P/rounds/1/asked/1/send                      302 404 403 403 403 403 302 404 404
POST rounds.revoke_link           P/rounds/1/asked/1/revoke                    302 404 403 403 403 403 302 404 404
GET  answering.follow_link        /answer/no-such-link                         410 410 410 410 410 410 410 410 410
GET  answering.show_actions       /answers/1                                   410 410 410 410 410 410 410 410 410
POST answering.answer             /answers/1/1.1                               410 410 410 410 410 410 410 410 410
GET  answering.status_colours     /answers/1/statuses.css                      410 410 410 410 410 410 410 410 410
GET  plan.add_action              P/actions/new                                302 404 403 403 403 403 200 404 404
POST plan.add_action              P/actions/new                                302 404 403 403 403 403 200 404 404
GET  plan.assign_selected         P/actions/assign                             302 404 403 403 403 403 200 404 404
POST plan.assign_selected         P/actions/assign                             302 404 403 403 403 403 200 404 404
GET  plan.show_action             P/actions/1.1                                302 404 200 200 200 200 200 404 404
GET  plan.show_action_history     P/actions/1.1/history                        302 404 200 200 200 200 200 404 404
GET  plan.edit_action             P/actions/1.1/edit                           302 404 403 403 403 403 200 404 404
POST plan.edit_action             P/actions/1.1/edit                           302 404 403 403 403 403 200 404 404
GET  plan.assign_action           P/actions/1.1/owners                         302 404 403 403 403 403 200 404 404
POST plan.assign_action           P/actions/1.1/owners                         302 404 403 403 403 403 302 404 404
GET  plan.move_due_date           P/actions/1.1/due-date                       302 404 403 403 403 403 200 404 404
POST plan.move_due_date           P/actions/1.1/due-date                       302 404 403 403 403 403 200 404 404
POST plan.approve_date_move       P/actions/1.1/due-date/1/approve             302 404 403 403 403 302 302 404 404
GET  plan.add_milestone           P/actions/1.1/milestones/new                 302 404 403 200 403 403 200 404 404
POST plan.add_milestone           P/actions/1.1/milestones/new                 302 404 403 200 403 403 200 404 404
GET  plan.edit_milestone          P/actions/1.1/milestones/1                   302 404 403 200 403 403 200 404 404
POST plan.edit_milestone          P/actions/1.1/milestones/1                   302 404 403 200 403 403 200 404 404
POST plan.remove_milestone        P/actions/1.1/milestones/1/remove            302 404 403 302 403 403 302 404 404
GET  plan.add_first_actions       P/actions/first                              302 404 403 403 403 403 200 404 404
POST plan.add_first_actions       P/actions/first                              302 404 403 403 403 403 302 404 404
GET  plan.show_recommendation     P/recommendations/1                          302 404 200 200 200 200 200 404 404
GET  plan.show_recommendation_history  P/recommendations/1/history             302 404 200 200 200 200 200 404 404
GET  plan.add_recommendation      P/recommendations/new                        302 404 403 403 403 403 200 404 404
POST plan.add_recommendation      P/recommendations/new                        302 404 403 403 403 403 200 404 404
GET  plan.edit_recommendation     P/recommendations/1/edit                     302 404 403 403 403 403 200 404 404
POST plan.edit_recommendation     P/recommendations/1/edit                     302 404 403 403 403 403 200 404 404
GET  plan.close_recommendation    P/recommendations/1/close                    302 404 403 403 403 403 200 404 404
POST plan.close_recommendation    P/recommendations/1/close                    302 404 403 403 403 403 200 404 404
GET  plan.reopen_recommendation   P/recommendations/1/reopen                   302 404 403 403 403 403 200 404 404
POST plan.reopen_recommendation   P/recommendations/1/reopen                   302 404 403 403 403 403 200 404 404
GET  plan.list_priorities         P/priorities                                 302 404 403 403 403 403 200 404 404
GET  plan.add_priority            P/priorities/new                             302 404 403 403 403 403 200 404 404
POST plan.add_priority            P/priorities/new                             302 404 403 403 403 403 200 404 404
GET  plan.edit_priority           P/priorities/1                               302 404 403 403 403 403 200 404 404
POST plan.edit_priority           P/priorities/1                               302 404 403 403 403 403 200 404 404
POST plan.move_priority           P/priorities/1/move                          302 404 403 403 403 403 400 404 404
GET  plan.group_under_priorities  P/priorities/group                           302 404 403 403 403 403 200 404 404
POST plan.group_under_priorities  P/priorities/group                           302 404 403 403 403 403 302 404 404
GET  plan.add_service             P/services/new                               302 404 403 403 403 403 200 404 404
POST plan.add_service             P/services/new                               302 404 403 403 403 403 200 404 404
GET  plan.edit_service            P/services/1                                 302 404 403 403 403 403 200 404 404
POST plan.edit_service            P/services/1                                 302 404 403 403 403 403 200 404 404
POST plan.move_service            P/services/1/move                            302 404 403 403 403 403 400 404 404
GET  plan.list_owners             P/owners                                     302 404 403 403 403 403 200 404 404
GET  plan.add_owner               P/owners/new/post                            302 404 403 403 403 403 200 404 404
POST plan.add_owner               P/owners/new/post                            302 404 403 403 403 403 200 404 404
GET  plan.edit_owner              P/owners/4                                   302 404 403 403 403 403 200 404 404
POST plan.edit_owner              P/owners/4                                   302 404 403 403 403 403 200 404 404
GET  cover.list_cover             P/cover                                      302 404 200 200 200 200 200 404 404
GET  cover.add_stand_in           P/cover/new                                  302 404 200 200 403 403 200 404 404
POST cover.add_stand_in           P/cover/new                                  302 404 200 200 403 403 200 404 404
POST cover.end_stand_in           P/cover/1/end                                302 404 403 302 403 403 302 404 404
GET  cover.hand_owner_over        P/owners/1/hand-over                         302 404 403 403 403 403 200 404 404
POST cover.hand_owner_over        P/owners/1/hand-over                         302 404 403 403 403 403 200 404 404
GET  cover.hand_post_to           P/owners/1/next-holder                       302 404 403 403 403 403 302 404 404
POST cover.hand_post_to           P/owners/1/next-holder                       302 404 403 403 403 403 302 404 404
GET  comments.add_comment         P/actions/1.1/comments/new                   302 404 200 200 200 200 200 404 404
POST comments.add_comment         P/actions/1.1/comments/new                   302 404 200 200 200 200 200 404 404
GET  round_sheets.download_sheet  P/round-sheet.xlsx                           302 404 200 200 200 200 200 404 404
GET  round_sheets.send_sheet      P/round-sheets                               302 404 403 200 403 403 200 404 404
POST round_sheets.send_sheet      P/round-sheets                               302 404 403 200 403 403 200 404 404
GET  round_sheets.check_sheet     P/round-sheets/1                             302 404 404 404 404 404 200 404 404
POST round_sheets.check_sheet     P/round-sheets/1                             302 404 404 404 404 404 302 404 404
GET  calendar_feed.show_calendar  /calendar/made-up.ics                        404 404 404 404 404 404 404 404 404
POST calendar_feed.change_calendar  /account/calendar                          302 302 302 302 302 302 302 302 302
GET  plan.list_people             P/people                                     302 404 403 403 403 403 200 404 404
GET  plan.invite_people           P/people/new                                 302 404 403 403 403 403 200 404 404
POST plan.invite_people           P/people/new                                 302 404 403 403 403 403 200 404 404
POST plan.invite_people_again     P/people/1/invitation                        302 404 403 403 403 403 302 404 404
POST plan.withdraw_people_role    P/people/2/withdraw                          302 404 403 403 403 403 302 404 404
GET  report_screens.list_reports  P/reports                                    302 404 403 403 403 200 200 404 404
GET  report_screens.start_report  P/reports/new                                302 404 403 403 403 403 200 404 404
POST report_screens.start_report  P/reports/new                                302 404 403 403 403 403 200 404 404
GET  report_screens.add_meeting   P/meetings/new                               302 404 403 403 403 403 200 404 404
POST report_screens.add_meeting   P/meetings/new                               302 404 403 403 403 403 200 404 404
GET  report_screens.show_report   P/reports/1                                  302 404 403 403 403 200 200 404 404
POST report_screens.make_pdf      P/reports/1/pdf                              302 404 403 403 403 302 302 404 404
GET  report_screens.download_draft  P/reports/1/pdf                            302 404 403 403 403 200 200 404 404
GET  report_screens.preview_report  P/reports/1/preview                        302 404 403 403 403 200 200 404 404
GET  report_screens.report_styles  P/reports/1/report.css                      302 404 403 403 403 200 200 404 404
GET  report_screens.list_issued   P/issued-reports                             302 200 200 200 200 200 200 404 404
GET  report_screens.change_report  P/reports/1/edit                            302 404 403 403 403 403 200 404 404
POST report_screens.change_report  P/reports/1/edit                            302 404 403 403 403 403 200 404 404
POST report_screens.ask_signature  P/reports/1/ask-signature                   302 404 403 403 403 403 302 404 404
GET  report_screens.send_back_report  P/reports/1/send-back                    302 404 403 403 403 200 403 404 404
POST report_screens.send_back_report  P/reports/1/send-back                    302 404 403 403 403 200 403 404 404
POST report_screens.sign_report   P/reports/1/sign                             302 404 403 403 403 302 403 404 404
POST report_screens.end_signature  P/reports/1/end-signature                   302 404 403 403 403 302 302 404 404
POST report_screens.issue_report  P/reports/1/issue                            302 404 403 403 403 403 302 404 404
GET  report_screens.show_outline  P/outline                                    302 404 403 403 403 403 200 404 404
POST report_screens.change_outline  P/outline                                  302 404 403 403 403 403 302 404 404
GET  report_screens.edit_words    P/outline/overview                           302 404 403 403 403 403 200 404 404
GET  report_screens.edit_words    P/outline/priority-1-gaps                    302 404 403 403 403 403 200 404 404
GET  report_screens.edit_words    P/outline/priority-9                         302 404 403 403 403 403 404 404 404
GET  report_screens.edit_words    P/outline/app-a                              302 404 403 403 403 403 404 404 404
POST report_screens.edit_words    P/outline/overview                           302 404 403 403 403 403 302 404 404
GET  report_screens.earlier_words  P/outline/overview/earlier                  302 404 403 403 403 403 200 404 404
GET  report_screens.edit_glossary  P/glossary                                  302 404 403 403 403 403 200 404 404
POST report_screens.edit_glossary  P/glossary                                  302 404 403 403 403 403 200 404 404
GET  report_screens.list_bodies   P/bodies                                     302 404 403 403 403 403 200 404 404
GET  report_screens.edit_body     P/bodies/1                                   302 404 403 403 403 403 200 404 404
POST report_screens.edit_body     P/bodies/1                                   302 404 403 403 403 403 302 404 404
GET  report_screens.show_issued   P/issued-reports/1                           302 200 200 200 200 200 200 404 404
GET  report_screens.show_issued   P/issued-reports/2                           302 404 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/1/public.html               302 200 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/1/members.css               302 200 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/1/members.pdf               302 200 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/1/members.docx              302 200 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/2/members.zip               302 404 200 200 200 200 200 404 404
GET  report_screens.read_form     P/issued-reports/1/members.json              302 404 404 404 404 200 200 404 404
GET  report_screens.read_form     P/issued-reports/2/public.html               302 404 200 200 200 200 200 404 404
GET  report_screens.check_report  P/check-report                               302 200 200 200 200 200 200 404 404
GET  report_screens.withdraw_report  P/issued-reports/1/withdraw               302 404 403 403 403 403 200 404 404
POST report_screens.withdraw_report  P/issued-reports/1/withdraw               302 404 403 403 403 403 200 404 404
GET  report_screens.replace_report  P/issued-reports/1/replace                 302 404 403 403 403 403 200 404 404
POST report_screens.replace_report  P/issued-reports/1/replace                 302 404 403 403 403 403 200 404 404
POST report_screens.release_report  P/issued-reports/1/release                 302 404 403 403 403 403 302 404 404
GET  report_screens.report_font   /report-fonts/SourceSansPro-Regular.otf      200 200 200 200 200 200 200 200 200
GET  report_screens.list_questions  P/questions                                302 200 200 200 200 200 200 404 404
GET  report_screens.ask_question  P/issued-reports/1/ask                       302 200 403 403 403 403 200 404 404
POST report_screens.ask_question  P/issued-reports/1/ask                       302 200 403 403 403 403 200 404 404
GET  report_screens.ask_question  P/issued-reports/2/ask                       302 404 403 403 403 403 200 404 404
GET  report_screens.answer_question  P/questions/1                             302 404 403 200 403 403 200 404 404
POST report_screens.answer_question  P/questions/1                             302 404 403 200 403 403 200 404 404
"""


def rows() -> list[Row]:
    """Return the table; P in an address is the plan's own."""
    found = []
    for line in TABLE.strip().splitlines():
        method, endpoint, address, *statuses = line.split()
        place = address.replace("P", "/plans/harlmere", 1) if address.startswith("P") else address
        found.append(Row(method, endpoint, place, dict(zip(PERSONAS, map(int, statuses), strict=True))))
    return found
