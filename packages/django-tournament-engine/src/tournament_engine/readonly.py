"""Admin pages that show rows and never write them: the services do that."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

__all__ = ["ReadOnlyAdmin"]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """Lists and shows rows to whoever has the permission to view them."""

    list_per_page = 50
    show_full_result_count = False

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's name
        obj: Any = None,  # noqa: ARG002 - the same
    ) -> tuple[str, ...]:
        """Return every field: nobody types here, so that no widget is made, nor its choices."""
        hidden = set(self.exclude or ())
        return tuple(
            field.name for field in self.opts.fields if field.editable and field.name not in hidden
        )

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's name
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
