"""Clubs with their members, what people say of themselves, and what they have in their purse."""

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Award", "Booking", "Club", "Handle", "Membership", "Purse"]


class Club(models.Model):
    name = models.CharField(max_length=80, unique=True)
    # Empty: the club plays everything.
    game = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    class Role(models.TextChoices):
        CAPTAIN = "captain"
        PLAYER = "player"
        SUBSTITUTE = "substitute"

    club = models.ForeignKey(Club, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.PLAYER)

    class Meta:
        ordering = ("club", "role", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("club", "user"), name="clubs_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.club}"


class Handle(models.Model):
    """What a person is called in a game."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="handles"
    )
    game = models.CharField(max_length=80)
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "game"), name="clubs_handle_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.game})"


class Award(models.Model):
    """An achievement that the engine told us of; the key makes it one, however often it is told."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="awards"
    )
    code = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.code


class Purse(models.Model):
    """The row that is locked while a person's money moves; the bookings say how much it is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="purse"
    )

    def __str__(self) -> str:
        return f"{self.user}'s purse"


class Booking(models.Model):
    """Money that came or, below zero, went; never edited."""

    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="bookings")
    key = models.CharField(max_length=200, unique=True)
    currency = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    # Of a refund: the charge that it gives back.
    refund_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )

    def __str__(self) -> str:
        return f"{self.key}: {self.amount} {self.currency}"
