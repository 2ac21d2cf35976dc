"""The application object that servers and the flask command load."""

from tracker import create_app

app = create_app()
