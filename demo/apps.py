"""The app with the demonstration content and the commands of a first start."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Makes the commands `prepare`, `load_demo` and `welcome` known."""

    name = "demo"
