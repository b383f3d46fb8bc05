"""One line for each room's pages."""

urlpatterns: list = []
