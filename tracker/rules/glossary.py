"""The words that every board report explains."""

GLOSSARY: tuple[tuple[str, str], ...] = (
    ("Accountable director", "The senior person who answers to the board for an action."),
    ("Action", "What the council does about a recommendation. Its number begins with the recommendation’s."),
    ("Care leaver", "A young person aged 16 to 25 who has been in care."),
    ("Evidence", "A document, figure or account that shows that something happened or helped."),
    ("Exempt", "Kept out of the public edition by law, usually because it could identify somebody."),
    ("Forecast", "The day on which the owner now expects an action to be delivered."),
    ("Lead officer", "The person who does or leads an action and reports on it."),
    ("Measure", "A figure that is read at intervals and shows whether things are getting better."),
    ("Milestone", "A dated step on the way to delivering an action."),
    ("Owner", "The lead officer of an action: a person, a post or a partner body."),
    ("Priority", "A heading under which the plan groups recommendations."),
    ("Recommendation", "Something that inspectors ask the council to do or to improve."),
    ("Record", "What dates, milestones, evidence and measures show, whatever anybody says."),
    ("Similar councils", "Councils whose families are most like ours."),
    ("Update", "A dated report by an owner. It is never overwritten."),
    ("Verify", "To look at the evidence as somebody who has no part in the action, and to agree."),
)
