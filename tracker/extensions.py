"""The Flask extensions that hold no facts: signing in, and protection against forged forms."""

from flask_login import LoginManager
from flask_wtf import CSRFProtect

sign_in = LoginManager()
sign_in.login_view = "accounts.sign_in_page"
sign_in.login_message = None

forms_come_from_us = CSRFProtect()
