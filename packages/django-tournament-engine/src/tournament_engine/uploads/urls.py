"""The address of a private file."""

from django.urls import path

from tournament_engine.uploads import views

__all__ = ["urlpatterns"]

urlpatterns = [path("files/<int:pk>/", views.private_file, name="file")]
