import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tournament_engine.uploads.places


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("scope", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "end of an audit log",
                "verbose_name_plural": "ends of audit logs",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=20, verbose_name="purpose")),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=tournament_engine.uploads.places.places,
                        unique=True,
                        upload_to="",
                        verbose_name="file",
                    ),
                ),
                ("content_type", models.CharField(max_length=20, verbose_name="kind")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Game",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                (
                    "result_kind",
                    models.CharField(
                        choices=[
                            ("score", "a score"),
                            ("best_of", "games won"),
                            ("points", "points for win and draw"),
                            ("placement", "places of all who take part"),
                        ],
                        default="score",
                        max_length=12,
                        verbose_name="a match ends with",
                    ),
                ),
                (
                    "score_rule",
                    models.CharField(default="any", max_length=40, verbose_name="scores are"),
                ),
                (
                    "score_options",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="options of the scores"
                    ),
                ),
                (
                    "identity_label",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="players are known by"
                    ),
                ),
                (
                    "identity_preset",
                    models.CharField(blank=True, max_length=16, verbose_name="looks like"),
                ),
                (
                    "identity_pattern",
                    models.CharField(blank=True, max_length=200, verbose_name="pattern"),
                ),
                (
                    "team_min",
                    models.PositiveSmallIntegerField(default=1, verbose_name="fewest of a team"),
                ),
                (
                    "team_max",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="most of a team"
                    ),
                ),
                (
                    "substitutes_max",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="most substitutes"
                    ),
                ),
            ],
            options={
                "verbose_name": "game",
                "verbose_name_plural": "games",
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result_kind__in", ["best_of", "placement", "points", "score"])
                        ),
                        name="te_game_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("team_min__gte", 1),
                            models.Q(
                                ("team_max", None),
                                ("team_max__gte", models.F("team_min")),
                                _connector="OR",
                            ),
                        ),
                        name="te_game_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tournament",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("slug", models.SlugField(max_length=140, unique=True, verbose_name="address")),
                (
                    "summary",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="summary for search engines"
                    ),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=20000, verbose_name="description"),
                ),
                ("rules", models.TextField(blank=True, max_length=20000, verbose_name="rules")),
                (
                    "entrant_kind",
                    models.CharField(
                        choices=[("solo", "single players"), ("team", "teams")],
                        default="solo",
                        max_length=8,
                        verbose_name="entrants are",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("unlisted", "everybody who has the link"),
                            ("private", "the organiser and the entrants"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="visible to",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("pending_approval", "waiting for approval"),
                            ("published", "announced"),
                            ("registration_open", "open for registration"),
                            ("registration_closed", "closed for registration"),
                            ("check_in", "in check-in"),
                            ("live", "live"),
                            ("completed", "completed"),
                            ("concluded", "concluded"),
                            ("cancelled", "cancelled"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=24,
                        verbose_name="state",
                    ),
                ),
                (
                    "min_entrants",
                    models.PositiveIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="fewest entrants",
                    ),
                ),
                (
                    "max_entrants",
                    models.PositiveIntegerField(
                        default=64,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(1024),
                        ],
                        verbose_name="most entrants",
                    ),
                ),
                (
                    "needs_approval",
                    models.BooleanField(default=False, verbose_name="registrations need approval"),
                ),
                (
                    "promotion_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10080),
                        ],
                        verbose_name="minutes to accept a place that became free",
                    ),
                ),
                (
                    "has_questions",
                    models.BooleanField(default=False, verbose_name="takes questions"),
                ),
                (
                    "members_check_in",
                    models.BooleanField(default=False, verbose_name="any member checks a team in"),
                ),
                (
                    "eligibility",
                    models.JSONField(blank=True, default=list, verbose_name="who may register"),
                ),
                (
                    "fee_amount",
                    models.PositiveBigIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1000000000000)],
                        verbose_name="entry fee",
                    ),
                ),
                (
                    "fee_currency",
                    models.CharField(blank=True, max_length=12, verbose_name="currency"),
                ),
                (
                    "payment_methods",
                    models.JSONField(blank=True, default=list, verbose_name="ways to pay"),
                ),
                (
                    "payment_instructions",
                    models.JSONField(blank=True, default=dict, verbose_name="how to pay"),
                ),
                (
                    "pay_by_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(720),
                        ],
                        verbose_name="hours to pay",
                    ),
                ),
                (
                    "refund_policy",
                    models.JSONField(blank=True, default=list, verbose_name="refunds"),
                ),
                (
                    "opens_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="registration opens"),
                ),
                (
                    "closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="registration closes"),
                ),
                (
                    "check_in_opens_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="check-in opens"),
                ),
                (
                    "check_in_closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="check-in closes"),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts")),
                (
                    "match_check_in_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="minutes of check-in before a match"
                    ),
                ),
                (
                    "no_show_minutes",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="minutes of grace after the time of a match"
                    ),
                ),
                (
                    "auto_confirm_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="minutes until silence confirms a score"
                    ),
                ),
                (
                    "lobby_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        verbose_name="minutes that the sides see the lobby before a match",
                    ),
                ),
                (
                    "dispute_window_minutes",
                    models.PositiveIntegerField(
                        default=60, verbose_name="minutes to dispute a result or a decision"
                    ),
                ),
                (
                    "dispute_sla_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="hours until a dispute goes to the head referee",
                    ),
                ),
                ("cancel_reason", models.CharField(blank=True, editable=False, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("check_in_closed_at", models.DateTimeField(editable=False, null=True)),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                ("concluded_at", models.DateTimeField(editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "banner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="banner",
                    ),
                ),
                (
                    "game",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tournaments",
                        to="tournament_engine.game",
                        verbose_name="game",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="logo",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="organiser",
                    ),
                ),
            ],
            options={
                "verbose_name": "tournament",
                "verbose_name_plural": "tournaments",
                "ordering": ("-created_at", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["state", "visibility", "-created_at"],
                        name="tournament__state_7d9b0b_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "archived",
                                    "cancelled",
                                    "check_in",
                                    "completed",
                                    "concluded",
                                    "draft",
                                    "live",
                                    "pending_approval",
                                    "published",
                                    "registration_closed",
                                    "registration_open",
                                ],
                            )
                        ),
                        name="te_tournament_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_entrants__gte", models.F("min_entrants")),
                            ("max_entrants__lte", 1024),
                            ("min_entrants__gte", 2),
                        ),
                        name="te_tournament_entrants",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dispute_sla_hours__gte", 1)), name="te_tournament_sla"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promotion_minutes", None),
                            models.Q(
                                ("promotion_minutes__gte", 1), ("promotion_minutes__lte", 10080)
                            ),
                            _connector="OR",
                        ),
                        name="te_tournament_promotion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fee_amount", 0),
                                models.Q(
                                    ("fee_amount__lte", 1000000000000),
                                    models.Q(("fee_currency", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            ("pay_by_hours__gte", 1),
                            ("pay_by_hours__lte", 720),
                        ),
                        name="te_tournament_fee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("opens_at", None),
                                ("closes_at", None),
                                ("opens_at__lt", models.F("closes_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("closes_at", None),
                                ("starts_at", None),
                                ("closes_at__lte", models.F("starts_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("opens_at", None),
                                ("starts_at", None),
                                ("opens_at__lt", models.F("starts_at")),
                                _connector="OR",
                            ),
                        ),
                        name="te_tournament_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("check_in_closes_at", None), ("check_in_opens_at", None)),
                            models.Q(
                                ("check_in_closes_at__isnull", False),
                                ("check_in_opens_at__isnull", False),
                                models.Q(
                                    ("check_in_opens_at", None),
                                    ("check_in_closes_at", None),
                                    ("check_in_opens_at__lt", models.F("check_in_closes_at")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("opens_at", None),
                                    ("check_in_opens_at", None),
                                    ("opens_at__lt", models.F("check_in_opens_at")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("closes_at", None),
                                    ("check_in_opens_at", None),
                                    ("closes_at__lte", models.F("check_in_opens_at")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("check_in_closes_at", None),
                                    ("starts_at", None),
                                    ("check_in_closes_at__lte", models.F("starts_at")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="te_tournament_check_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageConfig",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("code", models.SlugField(max_length=40, verbose_name="address")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("format", models.CharField(max_length=40, verbose_name="format")),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="options")),
                ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                ("seeding", models.JSONField(blank=True, default=str, verbose_name="seeding")),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "ordering": ("tournament", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tournament", "position"), name="te_stage_position"
                    ),
                    models.UniqueConstraint(fields=("tournament", "code"), name="te_stage_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bracket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "not drawn yet"),
                            ("generated", "drawn, not published"),
                            ("published", "published"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("seeding", models.JSONField(default=list, editable=False)),
                ("snapshot", models.JSONField(default=dict, editable=False)),
                ("generated_at", models.DateTimeField(editable=False, null=True)),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "stage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bracket",
                        to="tournament_engine.stageconfig",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brackets",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "bracket",
                "verbose_name_plural": "brackets",
                "ordering": ("tournament", "stage__position"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["completed", "generated", "in_progress", "pending", "published"],
                            )
                        ),
                        name="te_bracket_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "description",
                    models.TextField(blank=True, max_length=2000, verbose_name="description"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("automatic", "counted from results"),
                            ("hybrid", "counted from results, checked by the staff"),
                            ("manual", "claimed with evidence, checked by the staff"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("entrant", "the entrant as a whole"),
                            ("member", "each member of a team"),
                        ],
                        default="entrant",
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "rule",
                    models.CharField(blank=True, max_length=60, verbose_name="what is counted"),
                ),
                ("params", models.JSONField(blank=True, default=dict)),
                ("target", models.PositiveIntegerField(default=1, verbose_name="how many")),
                (
                    "reward",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing but the honour"),
                            ("payout", "money"),
                            ("badge", "a badge"),
                        ],
                        default="nothing",
                        max_length=12,
                        verbose_name="reward",
                    ),
                ),
                ("amount", models.PositiveBigIntegerField(default=0, verbose_name="amount")),
                ("currency", models.CharField(blank=True, max_length=12, verbose_name="currency")),
                ("badge", models.CharField(blank=True, max_length=60, verbose_name="badge")),
                (
                    "winners",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="how many are rewarded"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("standing", "standing"), ("cancelled", "cancelled")],
                        default="standing",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="reason"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenges",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "challenge",
                "verbose_name_plural": "challenges",
                "ordering": ("tournament", "opens_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["cancelled", "standing"])),
                        name="te_challenge_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["automatic", "hybrid", "manual"])),
                        name="te_challenge_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["entrant", "member"])),
                        name="te_challenge_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reward__in", ["badge", "nothing", "payout"])),
                        name="te_challenge_reward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "standing")),
                        fields=("tournament", "name"),
                        name="te_challenge_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at", None),
                            ("closes_at", None),
                            ("closes_at__gt", models.F("opens_at")),
                            _connector="OR",
                        ),
                        name="te_challenge_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "manual"), ("rule", "")),
                            models.Q(
                                models.Q(("kind", "manual"), _negated=True),
                                models.Q(("rule", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="te_challenge_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", 1),
                            models.Q(("winners", None), ("winners__gte", 1), _connector="OR"),
                        ),
                        name="te_challenge_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reward", "payout"),
                                ("amount__gt", 0),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("reward", "payout"), _negated=True),
                                ("amount", 0),
                                ("currency", ""),
                            ),
                            _connector="OR",
                        ),
                        name="te_challenge_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reward", "badge"), models.Q(("badge", ""), _negated=True)),
                            models.Q(models.Q(("reward", "badge"), _negated=True), ("badge", "")),
                            _connector="OR",
                        ),
                        name="te_challenge_badge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="te_challenge_cancelled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("code", models.SlugField(max_length=40, verbose_name="name")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="help")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("toggle", "yes or no"),
                            ("date", "date"),
                            ("url", "web address"),
                            ("email", "e-mail address"),
                            ("choice", "one of a list"),
                            ("multi_choice", "several of a list"),
                            ("image", "picture"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="options")),
                ("preset", models.CharField(blank=True, max_length=16, verbose_name="looks like")),
                ("pattern", models.CharField(blank=True, max_length=200, verbose_name="pattern")),
                ("shown_by", models.SlugField(blank=True, max_length=40, verbose_name="shown by")),
                (
                    "shown_when",
                    models.CharField(blank=True, max_length=200, verbose_name="shown when"),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_fields",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "field of the registration",
                "verbose_name_plural": "fields of the registration",
                "ordering": ("tournament", "position"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "choice",
                                    "date",
                                    "email",
                                    "image",
                                    "multi_choice",
                                    "number",
                                    "text",
                                    "toggle",
                                    "url",
                                ],
                            )
                        ),
                        name="te_field_kind",
                    ),
                    models.UniqueConstraint(fields=("tournament", "code"), name="te_field_code"),
                    models.CheckConstraint(
                        condition=models.Q(("preset", ""), ("pattern", ""), _connector="OR"),
                        name="te_field_one_pattern",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=320)),
                (
                    "identity",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="known in the game as"
                    ),
                ),
                ("team_ref", models.CharField(blank=True, max_length=64, verbose_name="team")),
                ("logo_url", models.CharField(blank=True, max_length=500, verbose_name="logo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waitlisted", "on the waitlist"),
                            ("pending", "waiting for approval"),
                            ("payment_pending", "waiting for payment"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("expired", "expired"),
                            ("withdrawn", "withdrawn"),
                            ("cancelled", "cancelled"),
                            ("no_show", "not checked in"),
                            ("disqualified", "disqualified"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "accept_by",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="to be accepted by"
                    ),
                ),
                (
                    "checked_in_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="checked in"),
                ),
                (
                    "evidence",
                    models.JSONField(default=dict, editable=False, verbose_name="evidence"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ("created_at", "pk"),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state", "created_at"],
                        name="tournament__tournam_ff4c6a_idx",
                    ),
                    models.Index(
                        condition=models.Q(("accept_by__isnull", False)),
                        fields=["accept_by"],
                        name="te_offers_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "confirmed",
                                    "disqualified",
                                    "expired",
                                    "no_show",
                                    "payment_pending",
                                    "pending",
                                    "rejected",
                                    "waitlisted",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="te_registration_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accept_by", None), ("state", "waitlisted"), _connector="OR"
                        ),
                        name="te_registration_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_in_at", None),
                            models.Q(("state", "no_show"), _negated=True),
                            _connector="OR",
                        ),
                        name="te_registration_absent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "confirmed",
                                    "disqualified",
                                    "no_show",
                                    "payment_pending",
                                    "pending",
                                    "waitlisted",
                                ],
                            )
                        ),
                        fields=("tournament", "name_key"),
                        name="te_registration_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "confirmed",
                                    "disqualified",
                                    "no_show",
                                    "payment_pending",
                                    "pending",
                                    "waitlisted",
                                ],
                            )
                        ),
                        fields=("tournament", "user"),
                        name="te_registration_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "confirmed",
                                    "disqualified",
                                    "no_show",
                                    "payment_pending",
                                    "pending",
                                    "waitlisted",
                                ],
                            ),
                            models.Q(("team_ref", ""), _negated=True),
                        ),
                        fields=("tournament", "team_ref"),
                        name="te_registration_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("team_ref", models.CharField(blank=True, max_length=64, verbose_name="team")),
                ("logo_url", models.CharField(blank=True, max_length=500, verbose_name="logo")),
                ("club", models.CharField(blank=True, max_length=80, verbose_name="club")),
                (
                    "rating",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="rating"),
                ),
                ("seed", models.PositiveIntegerField(blank=True, null=True, verbose_name="seed")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entrant",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entrants",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrant",
                "verbose_name_plural": "entrants",
                "ordering": ("seed", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seed__isnull", False)),
                        fields=("tournament", "seed"),
                        name="te_entrant_seed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=60, primary_key=True, serialize=False, verbose_name="job"
                    ),
                ),
                ("next_at", models.DateTimeField(verbose_name="next run")),
                ("ran_at", models.DateTimeField(null=True, verbose_name="last run")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="rows failed")),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="PrizePool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=12, verbose_name="currency")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                (
                    "method",
                    models.CharField(
                        choices=[("wallet", "wallet"), ("cash", "cash or transfer by hand")],
                        default="wallet",
                        max_length=12,
                        verbose_name="paid by",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "tournament",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prize_pool",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "prize pool",
                "verbose_name_plural": "prize pools",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["cash", "wallet"])),
                        name="te_pool_method",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("currency", models.CharField(max_length=12, verbose_name="currency")),
                (
                    "balance",
                    models.BigIntegerField(default=0, editable=False, verbose_name="balance"),
                ),
                ("may_be_negative", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="holder",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ("code", "currency"),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "currency"), name="te_account_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("holder__isnull", False)),
                        fields=("holder", "currency"),
                        name="te_account_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("balance__gte", 0), ("may_be_negative", True), _connector="OR"
                        ),
                        name="te_account_balance",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditArchive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=64)),
                ("last_position", models.PositiveBigIntegerField()),
                ("last_hash", models.CharField(max_length=64)),
                ("entries", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "archive of the audit log",
                "verbose_name_plural": "archives of the audit log",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "last_position"), name="te_audit_archive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "occurred_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                (
                    "by_site_staff",
                    models.BooleanField(default=False, verbose_name="by the site's staff"),
                ),
                ("action", models.CharField(max_length=60, verbose_name="action")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("state", "state"),
                            ("setting", "setting"),
                            ("role", "role"),
                            ("money", "money"),
                            ("override", "override"),
                            ("rollback", "rollback"),
                            ("content", "content"),
                            ("export", "export"),
                        ],
                        default="state",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=64)),
                ("subject_type", models.CharField(max_length=100, verbose_name="subject")),
                ("subject_id", models.CharField(max_length=64)),
                (
                    "before",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("request_id", models.CharField(blank=True, max_length=64)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "page"),
                            ("admin", "admin"),
                            ("command", "command"),
                            ("task", "task"),
                        ],
                        max_length=12,
                        verbose_name="by way of",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=32, verbose_name="address")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="erased")),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("actor_digest", models.CharField(max_length=64)),
                ("content_digest", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("position", models.PositiveBigIntegerField(null=True)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(blank=True, max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="actor",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit log",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        fields=["scope", "-occurred_at"], name="tournament__scope_d18c88_idx"
                    ),
                    models.Index(
                        fields=["subject_type", "subject_id"], name="tournament__subject_679bed_idx"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "position"), name="te_audit_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="BracketEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("data", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "bracket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="tournament_engine.bracket",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bracket event",
                "verbose_name_plural": "bracket events",
                "ordering": ("bracket", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("bracket", "number"), name="te_event_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, verbose_name="match")),
                ("position", models.PositiveIntegerField()),
                ("part", models.CharField(max_length=8)),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("best_of", models.PositiveSmallIntegerField(default=1, verbose_name="best of")),
                ("decisive", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for its sides"),
                            ("scheduled", "to be played"),
                            ("check_in", "in check-in"),
                            ("ready", "ready"),
                            ("live", "live"),
                            ("pending_result", "waiting for confirmation"),
                            ("disputed", "disputed"),
                            ("completed", "finished"),
                            ("skipped", "not needed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "result_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no result"),
                            ("win", "win"),
                            ("draw", "draw"),
                            ("walkover", "walkover"),
                            ("forfeit", "forfeit"),
                            ("double_forfeit", "double forfeit"),
                            ("placement", "placing"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("games", models.JSONField(default=list, editable=False)),
                ("shootout", models.JSONField(default=list, editable=False)),
                ("is_held", models.BooleanField(default=False, editable=False)),
                ("scheduled_at", models.DateTimeField(blank=True, null=True, verbose_name="time")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("station", models.CharField(blank=True, max_length=60, verbose_name="station")),
                ("check_in_closes_at", models.DateTimeField(editable=False, null=True)),
                ("result_version", models.PositiveIntegerField(editable=False, null=True)),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "bracket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="tournament_engine.bracket",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ("bracket", "position"),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state", "scheduled_at"],
                        name="tournament__tournam_8d9049_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "check_in",
                                    "completed",
                                    "disputed",
                                    "live",
                                    "pending_result",
                                    "ready",
                                    "scheduled",
                                    "skipped",
                                    "waiting",
                                ],
                            )
                        ),
                        name="te_match_state",
                    ),
                    models.UniqueConstraint(fields=("bracket", "code"), name="te_match_code"),
                    models.UniqueConstraint(
                        fields=("bracket", "position"), name="te_match_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="te_match_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "check_in"), _negated=True),
                            ("check_in_closes_at__isnull", False),
                            _connector="OR",
                        ),
                        name="te_match_check_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "completed"), models.Q(("result_kind", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state__in", ("completed", "disputed")), _negated=True),
                                ("result_kind", ""),
                            ),
                            ("state", "disputed"),
                            _connector="OR",
                        ),
                        name="te_match_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.PositiveSmallIntegerField()),
                ("pairing", models.JSONField(editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("score", "The score is wrong"),
                            ("no_show", "A side did not show up"),
                            ("cheating", "A side cheated"),
                            ("technical", "A technical problem"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("is_contradiction", models.BooleanField(default=False, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("under_review", "under review"),
                            ("escalated", "with the head referee"),
                            ("resolved", "decided"),
                            ("dismissed", "dismissed"),
                            ("withdrawn", "taken back"),
                        ],
                        default="open",
                        editable=False,
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, verbose_name="opened")),
                ("due_at", models.DateTimeField(editable=False, verbose_name="to be decided by")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("claim_upheld", "the score of one side counts"),
                            ("custom_result", "another result counts"),
                            ("replay", "the match is played again"),
                            ("double_forfeit", "both sides forfeit"),
                        ],
                        max_length=16,
                        verbose_name="outcome",
                    ),
                ),
                ("upheld_side", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "decision",
                    models.TextField(blank=True, max_length=2000, verbose_name="decision"),
                ),
                ("author_erased", models.BooleanField(default=False, editable=False)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("appealed_at", models.DateTimeField(editable=False, null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in the hands of",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="tournament_engine.entrant",
                        verbose_name="raised for",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="disputes",
                        to="tournament_engine.match",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disputes",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ("-opened_at", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state", "opened_at"],
                        name="tournament__tournam_79a953_idx",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("open", "under_review"))),
                        fields=["due_at"],
                        name="te_dispute_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "dismissed",
                                    "escalated",
                                    "open",
                                    "resolved",
                                    "under_review",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="te_dispute_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["cheating", "no_show", "other", "score", "technical"])
                        ),
                        name="te_dispute_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["escalated", "open", "under_review"])),
                        fields=("match",),
                        name="te_dispute_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resolved"), _negated=True),
                            models.Q(
                                models.Q(
                                    ("decided_by__isnull", False),
                                    ("author_erased", True),
                                    _connector="OR",
                                ),
                                ("decided_at__isnull", False),
                                (
                                    "outcome__in",
                                    ["claim_upheld", "custom_result", "replay", "double_forfeit"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="te_dispute_resolved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(
                                models.Q(
                                    ("decided_by__isnull", False),
                                    ("author_erased", True),
                                    _connector="OR",
                                ),
                                ("decided_at__isnull", False),
                                ("outcome", ""),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="te_dispute_dismissed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("resolved", "dismissed")),
                            models.Q(
                                ("decided_at", None),
                                ("decided_by", None),
                                ("decision", ""),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="te_dispute_undecided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "claim_upheld"), ("upheld_side__isnull", False)),
                            models.Q(
                                models.Q(("outcome", "claim_upheld"), _negated=True),
                                ("upheld_side", None),
                            ),
                            _connector="OR",
                        ),
                        name="te_dispute_upheld",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("comment", "comment"),
                            ("opened", "opened"),
                            ("review", "taken for review"),
                            ("escalated", "passed to the head referee"),
                            ("resolved", "decided"),
                            ("dismissed", "dismissed"),
                            ("withdrawn", "taken back"),
                            ("appealed", "appealed against"),
                        ],
                        default="comment",
                        max_length=16,
                        verbose_name="step",
                    ),
                ),
                ("is_internal", models.BooleanField(default=False, verbose_name="internal")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
                ("facts", models.JSONField(default=dict, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="tournament_engine.dispute",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the case",
                "verbose_name_plural": "entries of the case",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "appealed",
                                    "comment",
                                    "dismissed",
                                    "escalated",
                                    "opened",
                                    "resolved",
                                    "review",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="te_comment_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step", "comment"), ("is_internal", False), _connector="OR"
                        ),
                        name="te_comment_internal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "comment"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="te_comment_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisputeEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("file_count", models.PositiveSmallIntegerField(default=0, verbose_name="files")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="tournament_engine.dispute",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of evidence",
                "verbose_name_plural": "evidence",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            ("file_count__gt", 0),
                            _connector="OR",
                        ),
                        name="te_evidence_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Achievement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="description"),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("params", models.JSONField(blank=True, default=dict, verbose_name="parameters")),
                (
                    "per_tournament",
                    models.BooleanField(default=False, verbose_name="once in each tournament"),
                ),
                ("icon", models.CharField(default="★", max_length=4, verbose_name="sign")),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("gold", "gold"),
                            ("silver", "silver"),
                            ("bronze", "bronze"),
                            ("green", "green"),
                            ("blue", "blue"),
                            ("violet", "violet"),
                            ("red", "red"),
                        ],
                        default="blue",
                        max_length=8,
                        verbose_name="colour",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="can be earned")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "game",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.game",
                        verbose_name="game",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="achievements",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "achievement",
                "verbose_name_plural": "achievements",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "colour__in",
                                ["blue", "bronze", "gold", "green", "red", "silver", "violet"],
                            )
                        ),
                        name="te_achievement_colour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("game", None), ("tournament", None), _connector="OR"),
                        name="te_achievement_scope",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("event", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="link")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("mail_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("mail_at__isnull", False), ("mailed_at", None)),
                        fields=["mail_at"],
                        name="te_inbox_to_mail",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "key"), name="te_inbox_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Lobby",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("server", models.CharField(blank=True, max_length=200, verbose_name="server")),
                ("code", models.CharField(blank=True, max_length=120, verbose_name="lobby code")),
                ("password", models.CharField(blank=True, max_length=120, verbose_name="password")),
                ("map_name", models.CharField(blank=True, max_length=120, verbose_name="map")),
                ("chat_url", models.URLField(blank=True, max_length=500, verbose_name="chat")),
                (
                    "opens_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="shown from"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lobby",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "lobby",
                "verbose_name_plural": "lobbies",
                "ordering": ("match",),
            },
        ),
        migrations.CreateModel(
            name="HeatForfeit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.entrant",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forfeits",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "forfeit of a heat",
                "verbose_name_plural": "forfeits of heats",
                "ordering": ("match", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("match", "entrant"), name="te_forfeit_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchCheckIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_in_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.entrant",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "match check-in",
                "verbose_name_plural": "match check-ins",
                "ordering": ("match", "checked_in_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("match", "entrant"), name="te_check_in_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("scheduled_at", models.DateTimeField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="tournament_engine.match",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "match reminder",
                "verbose_name_plural": "match reminders",
                "ordering": ("match", "minutes", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("match", "minutes", "recipient", "scheduled_at"),
                        name="te_reminder_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchSide",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.PositiveSmallIntegerField()),
                ("is_bye", models.BooleanField(default=False, editable=False)),
                ("is_winner", models.BooleanField(default=False, editable=False)),
                ("score", models.PositiveIntegerField(editable=False, null=True)),
                ("place", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("points", models.IntegerField(editable=False, null=True)),
                (
                    "feeder",
                    models.CharField(
                        choices=[
                            ("seed", "seed"),
                            ("winner", "winner of"),
                            ("loser", "loser of"),
                            ("second_chance", "loser of, unless beaten twice"),
                            ("place", "placed in"),
                            ("bye", "bye"),
                        ],
                        max_length=16,
                    ),
                ),
                ("feeder_match", models.CharField(blank=True, max_length=24)),
                ("feeder_seed", models.PositiveIntegerField(null=True)),
                ("feeder_place", models.PositiveSmallIntegerField(null=True)),
                (
                    "entrant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sides",
                        to="tournament_engine.entrant",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sides",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "side",
                "verbose_name_plural": "sides",
                "ordering": ("match", "side"),
                "constraints": [
                    models.UniqueConstraint(fields=("match", "side"), name="te_side_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("entrant__isnull", False)),
                        fields=("match", "entrant"),
                        name="te_side_entrant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", None), ("points", None)),
                            models.Q(("entrant__isnull", False), ("place__gte", 1)),
                            _connector="OR",
                        ),
                        name="te_side_placed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entrant", None), ("is_bye", False), _connector="OR"),
                        name="te_side_occupant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_winner", False), ("entrant__isnull", False), _connector="OR"
                        ),
                        name="te_side_winner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoices",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unmailed", models.JSONField(default=list)),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                (
                    "quiet_until",
                    models.TimeField(blank=True, null=True, verbose_name="quiet until"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of notices",
                "verbose_name_plural": "choices of notices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from", None), ("quiet_until", None)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="te_quiet_hours",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=60, verbose_name="topic")),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "stream",
                    models.CharField(blank=True, max_length=80, verbose_name="in order with"),
                ),
                ("payload", models.JSONField(default=dict)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("lease", models.CharField(blank=True, max_length=32)),
                ("available_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "outbox message",
                "verbose_name_plural": "outbox",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivered_at", None)),
                        fields=["available_at"],
                        name="te_outbox_due",
                    ),
                    models.Index(
                        condition=models.Q(("delivered_at", None)),
                        fields=["stream", "id"],
                        name="te_outbox_stream",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to be paid"),
                            ("submitted", "being checked"),
                            ("verified", "paid"),
                            ("rejected", "proof rejected"),
                            ("waived", "waived"),
                            ("expired", "not paid in time"),
                            ("cancelled", "cancelled"),
                            ("refunded", "given back"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(max_length=12, verbose_name="currency")),
                ("pay_by_at", models.DateTimeField(verbose_name="to be paid by")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("method", models.CharField(blank=True, max_length=40, verbose_name="by")),
                ("paid_amount", models.PositiveBigIntegerField(null=True, verbose_name="paid")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="reference"),
                ),
                ("reference_key", models.CharField(blank=True, max_length=480)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("decided_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("charge_key", models.CharField(blank=True, max_length=120)),
                ("charges", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("refund_percent", models.PositiveSmallIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="payer",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state", "submitted_at"],
                        name="tournament__tournam_d18c7f_idx",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "rejected"])),
                        fields=["pay_by_at"],
                        name="te_payments_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "expired",
                                    "pending",
                                    "refunded",
                                    "rejected",
                                    "submitted",
                                    "verified",
                                    "waived",
                                ],
                            )
                        ),
                        name="te_payment_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("reference_key", ""), _negated=True),
                            ("state__in", ["refunded", "submitted", "verified"]),
                        ),
                        fields=("tournament", "reference_key"),
                        name="te_payment_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_amount__gt", 0),
                            models.Q(
                                ("state__in", ["refunded", "submitted", "verified"]), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="te_payment_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refund_percent", None), ("refund_percent__lte", 100), _connector="OR"
                        ),
                        name="te_payment_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[("hand", "by hand"), ("rank", "by rank")],
                        max_length=8,
                        verbose_name="rule",
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="rank")),
                ("evidence", models.JSONField(default=dict, verbose_name="evidence")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiver",
                        to="tournament_engine.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver of a fee",
                "verbose_name_plural": "waivers of fees",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rank__gte", 1), ("rule", "rank")),
                            models.Q(("rank", None), ("rule", "hand")),
                            _connector="OR",
                        ),
                        name="te_waiver_rank",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("method", models.CharField(max_length=40, verbose_name="by")),
                ("event_id", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "under way"),
                            ("failed", "did not come about"),
                            ("paid", "paid"),
                            ("returned", "went back to the payer"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="time")),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                ("currency", models.CharField(max_length=120, verbose_name="currency")),
                ("account", models.CharField(max_length=120, verbose_name="account")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("booked", "booked"),
                            ("noted", "noted"),
                            ("stale", "older than what was known"),
                            ("surplus", "the fee was paid already: the money goes back"),
                            ("returned", "the gateway gave the money back"),
                            ("wrong_amount", "less than the fee"),
                            ("wrong_currency", "another currency"),
                            ("wrong_account", "another account"),
                            ("known_reference", "the charge is that of another fee"),
                            ("unknown_payment", "no such payment"),
                        ],
                        max_length=16,
                        verbose_name="outcome",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("body", models.JSONField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tournament_engine.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "message of a gateway",
                "verbose_name_plural": "messages of gateways",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        fields=["method", "reference"], name="tournament__method_789270_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("method", "event_id"), name="te_payment_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["failed", "paid", "pending", "returned"])
                        ),
                        name="te_payment_event_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "booked",
                                    "known_reference",
                                    "noted",
                                    "returned",
                                    "stale",
                                    "surplus",
                                    "unknown_payment",
                                    "wrong_account",
                                    "wrong_amount",
                                    "wrong_currency",
                                ],
                            )
                        ),
                        name="te_payment_event_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("depth", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("held", "waiting for a moderator"),
                            ("hidden", "hidden"),
                        ],
                        default="shown",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "by_staff",
                    models.BooleanField(default=False, verbose_name="an answer of the staff"),
                ),
                ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("is_locked", models.BooleanField(default=False, verbose_name="locked")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("edited_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="tournament_engine.post",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread",
                        to="tournament_engine.post",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state", "-created_at"],
                        name="tournament__tournam_bac479_idx",
                    ),
                    models.Index(
                        fields=["author", "-created_at"], name="tournament__author__04a201_idx"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "hidden", "shown"])),
                        name="te_post_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depth__lte", 2)), name="te_post_depth"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("depth", 0), ("parent", None), ("root", None)),
                            models.Q(
                                ("depth__gt", 0), ("parent__isnull", False), ("root__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="te_post_thread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("is_open", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="tournament_engine.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a post",
                "verbose_name_plural": "reports of posts",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("post", "by"), name="te_post_report_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1024),
                        ],
                        verbose_name="place",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="per cent"
                    ),
                ),
                ("amount", models.PositiveBigIntegerField(null=True, verbose_name="amount")),
                ("thing", models.CharField(blank=True, max_length=120, verbose_name="in kind")),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prizes",
                        to="tournament_engine.prizepool",
                        verbose_name="prize pool",
                    ),
                ),
            ],
            options={
                "verbose_name": "prize",
                "verbose_name_plural": "prizes",
                "ordering": ("pool", "place"),
                "constraints": [
                    models.UniqueConstraint(fields=("pool", "place"), name="te_prize_place"),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 1024)),
                        name="te_prize_place_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("percent", None),
                                models.Q(
                                    ("amount__gt", 0),
                                    models.Q(
                                        ("amount", None), models.Q(("thing", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(("amount", None), ("percent__gt", 0), ("percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="te_prize_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RankedResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("outcomes", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("reverted_at", models.DateTimeField(null=True)),
                ("revert_told_at", models.DateTimeField(null=True)),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranked_results",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "ranked result",
                "verbose_name_plural": "ranked results",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("match", "version"), name="te_ranked_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("reverted_at", None)),
                        fields=("match",),
                        name="te_ranked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=64, verbose_name="scope")),
                ("entrant", models.CharField(max_length=80, verbose_name="entrant")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="rating"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "rating",
                "verbose_name_plural": "ratings",
                "ordering": ("scope", "-value", "entrant"),
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "entrant"), name="te_rating_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("applied", "applied"), ("reverted", "reverted")], max_length=8
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=64, verbose_name="scope")),
                ("entrant", models.CharField(blank=True, max_length=80, verbose_name="entrant")),
                (
                    "change",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=8, verbose_name="change"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "rating event",
                "verbose_name_plural": "rating events",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "kind", "scope", "entrant"), name="te_rating_event_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RescheduleRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.PositiveSmallIntegerField()),
                ("pairing", models.JSONField(editable=False)),
                ("agreed", models.JSONField(default=list, editable=False)),
                ("proposed_at", models.DateTimeField(verbose_name="proposed time")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for an answer"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("countered", "answered with another time"),
                            ("withdrawn", "taken back"),
                            ("expired", "expired"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "counters",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="countered_by",
                        to="tournament_engine.reschedulerequest",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reschedule_requests",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "reschedule request",
                "verbose_name_plural": "reschedule requests",
                "ordering": ("match", "created_at", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["expires_at"],
                        name="te_request_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "accepted",
                                    "countered",
                                    "declined",
                                    "expired",
                                    "pending",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="te_request_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("match",),
                        name="te_request_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "identity",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="known in the game as"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("captain", "captain"),
                            ("player", "player"),
                            ("substitute", "substitute"),
                        ],
                        default="player",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, editable=False)),
                ("joined_at", models.DateTimeField(auto_now_add=True, verbose_name="joined")),
                ("left_at", models.DateTimeField(editable=False, null=True, verbose_name="left")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("tournament", "user"),
                        name="te_member_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True), ("role", "captain")),
                        fields=("registration",),
                        name="te_one_captain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("is_active", False), _connector="OR"
                        ),
                        name="te_member_left",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.PositiveIntegerField(verbose_name="so far")),
                ("reached_at", models.DateTimeField(null=True, verbose_name="reached")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="tournament_engine.challenge",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.entrant",
                        verbose_name="entrant",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.rostermember",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ("-total", "pk"),
                "indexes": [
                    models.Index(
                        fields=["challenge", "-total", "reached_at"],
                        name="tournament__challen_5d72f8_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member", None)),
                        fields=("challenge", "entrant"),
                        name="te_score_entrant",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("challenge", "member"),
                        name="te_score_member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("credit", models.PositiveIntegerField()),
                ("played_at", models.DateTimeField()),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="tournament_engine.challenge",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.entrant",
                        verbose_name="entrant",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.match",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.rostermember",
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress",
                "verbose_name_plural": "progress",
                "ordering": ("played_at", "match", "pk"),
                "indexes": [
                    models.Index(
                        fields=["challenge", "match"], name="tournament__challen_7c916a_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member", None)),
                        fields=("challenge", "entrant", "match"),
                        name="te_progress_entrant",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("challenge", "member", "match"),
                        name="te_progress_member",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=8)),
                ("round", models.PositiveSmallIntegerField(verbose_name="round")),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="up to")),
                (
                    "bracket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_windows",
                        to="tournament_engine.bracket",
                    ),
                ),
            ],
            options={
                "verbose_name": "round window",
                "verbose_name_plural": "round windows",
                "ordering": ("bracket", "part", "round"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bracket", "part", "round"), name="te_window_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at", None),
                            ("closes_at", None),
                            ("opens_at__lt", models.F("closes_at")),
                            _connector="OR",
                        ),
                        name="te_window_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for the other side"),
                            ("confirmed", "confirmed"),
                            ("auto_confirmed", "confirmed by silence"),
                            ("superseded", "replaced"),
                            ("disputed", "disputed"),
                            ("rejected", "rejected"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("pairing", models.JSONField(editable=False)),
                ("result", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "evidence_url",
                    models.URLField(blank=True, max_length=500, verbose_name="link to evidence"),
                ),
                ("auto_confirm_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "score claim",
                "verbose_name_plural": "score claims",
                "ordering": ("created_at", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["auto_confirm_at"],
                        name="te_claim_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "auto_confirmed",
                                    "confirmed",
                                    "disputed",
                                    "pending",
                                    "rejected",
                                    "superseded",
                                ],
                            )
                        ),
                        name="te_claim_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("match", "side"),
                        name="te_claim_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sponsor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                (
                    "alt_text",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="text in place of the logo"
                    ),
                ),
                (
                    "is_site_wide",
                    models.BooleanField(default=False, verbose_name="for every tournament"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="belongs to",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="logo",
                    ),
                ),
            ],
            options={
                "verbose_name": "sponsor",
                "verbose_name_plural": "sponsors",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url__startswith", "https://"),
                            ("url__startswith", "http://"),
                            _connector="OR",
                        ),
                        name="te_sponsor_url",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sponsorship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("title", "title sponsor"),
                            ("platinum", "platinum"),
                            ("gold", "gold"),
                            ("silver", "silver"),
                            ("bronze", "bronze"),
                        ],
                        default="bronze",
                        max_length=12,
                        verbose_name="tier",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("stage", models.SlugField(blank=True, max_length=40, verbose_name="stage")),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="shown from"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="shown until"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsorships",
                        to="tournament_engine.sponsor",
                        verbose_name="sponsor",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sponsorships",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "sponsorship",
                "verbose_name_plural": "sponsorships",
                "ordering": ("tournament", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tier__in", ["bronze", "gold", "platinum", "silver", "title"])
                        ),
                        name="te_sponsorship_tier",
                    ),
                    models.UniqueConstraint(
                        fields=("tournament", "sponsor", "stage"), name="te_sponsorship_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at", None),
                            ("ends_at", None),
                            ("starts_at__lt", models.F("ends_at")),
                            _connector="OR",
                        ),
                        name="te_sponsorship_window",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SponsorDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("impressions", models.PositiveBigIntegerField(default=0, verbose_name="seen")),
                ("clicks", models.PositiveBigIntegerField(default=0, verbose_name="clicked")),
                (
                    "sponsorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="tournament_engine.sponsorship",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of a sponsorship",
                "verbose_name_plural": "days of sponsorships",
                "ordering": ("day", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sponsorship", "day"), name="te_sponsor_day_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SponsorClick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("visitor", models.CharField(max_length=32)),
                (
                    "sponsorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clicks",
                        to="tournament_engine.sponsorship",
                    ),
                ),
            ],
            options={
                "verbose_name": "click",
                "verbose_name_plural": "clicks",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["hour"], name="tournament__hour_81c7b6_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sponsorship", "hour", "visitor"), name="te_sponsor_click_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTransition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pending", "to be paid"),
                            ("submitted", "being checked"),
                            ("verified", "paid"),
                            ("rejected", "proof rejected"),
                            ("waived", "waived"),
                            ("expired", "not paid in time"),
                            ("cancelled", "cancelled"),
                            ("refunded", "given back"),
                        ],
                        max_length=12,
                        verbose_name="from",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("pending", "to be paid"),
                            ("submitted", "being checked"),
                            ("verified", "paid"),
                            ("rejected", "proof rejected"),
                            ("waived", "waived"),
                            ("expired", "not paid in time"),
                            ("cancelled", "cancelled"),
                            ("refunded", "given back"),
                        ],
                        max_length=12,
                        verbose_name="to",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="reference"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="tournament_engine.payment",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a payment",
                "verbose_name_plural": "steps of payments",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="tournament_engine.disputeevidence",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a piece of evidence",
                "verbose_name_plural": "files of evidence",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="CustomFieldValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.JSONField(null=True, verbose_name="answer")),
                ("is_current", models.BooleanField(default=True, verbose_name="in force")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="tournament_engine.customfield",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="field_values",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ("field__position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("registration", "field"),
                        name="te_field_value_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("champion", "Champion"),
                            ("runner_up", "Runner-up"),
                            ("third", "Third place"),
                            ("participant", "Participant"),
                            ("mvp", "Most valuable player"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0, verbose_name="place")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("team", models.CharField(blank=True, max_length=80, verbose_name="team")),
                ("tournament_name", models.CharField(max_length=120)),
                ("game_name", models.CharField(max_length=80)),
                ("held_on", models.DateField(verbose_name="held on")),
                ("language", models.CharField(max_length=16)),
                ("code", models.CharField(max_length=19, unique=True, verbose_name="code")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "being made"),
                            ("issued", "issued"),
                            ("revoked", "revoked"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "problem",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what keeps it from being made"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("issued_at", models.DateTimeField(null=True, verbose_name="issued at")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.certificate",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ("tournament", "place", "pk"),
                "indexes": [
                    models.Index(fields=["state", "problem"], name="tournament__state_2f3bcd_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["issued", "pending", "revoked"])),
                        name="te_certificate_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "revoked"), _negated=True),
                        fields=("tournament", "slot", "kind", "place"),
                        name="te_certificate_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["champion", "mvp", "participant", "runner_up", "third"])
                        ),
                        name="te_certificate_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file", None),
                                ("issued_at", None),
                                ("revoked_at", None),
                                ("state", "pending"),
                            ),
                            models.Q(
                                ("file__isnull", False),
                                ("issued_at__isnull", False),
                                ("revoked_at", None),
                                ("state", "issued"),
                            ),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("revoked_at__isnull", False),
                                ("state", "revoked"),
                            ),
                            _connector="OR",
                        ),
                        name="te_certificate_issued",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("active", "active"),
                            ("declined", "declined"),
                            ("expired", "expired"),
                            ("revoked", "taken back"),
                            ("left", "left"),
                            ("taken_over", "taken over"),
                        ],
                        default="invited",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("invited_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(verbose_name="invitation ends")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the staff",
                "verbose_name_plural": "staff",
                "ordering": ("tournament", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "invited")),
                        fields=["expires_at"],
                        name="te_staff_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "active",
                                    "declined",
                                    "expired",
                                    "invited",
                                    "left",
                                    "revoked",
                                    "taken_over",
                                ],
                            )
                        ),
                        name="te_staff_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["active", "invited"])),
                        fields=("tournament", "user", "role"),
                        name="te_staff_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "organizer"), ("state", "invited")),
                        fields=("tournament",),
                        name="te_staff_one_offer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "organizer"), ("state", "active"), _negated=True
                        ),
                        name="te_staff_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("captain", "captain"),
                            ("player", "player"),
                            ("substitute", "substitute"),
                        ],
                        default="player",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("addressed_to", models.CharField(blank=True, max_length=254, verbose_name="for")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("used_at", models.DateTimeField(null=True, verbose_name="used")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a roster",
                "verbose_name_plural": "invitations to rosters",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role", "captain"), _negated=True),
                        name="te_invitation_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at", None), ("revoked_at", None), _connector="OR"
                        ),
                        name="te_invitation_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prize", "prize"),
                            ("refund", "refund of an entry fee"),
                            ("reward", "reward of a challenge"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("wallet", "wallet"), ("cash", "cash or transfer by hand")],
                        default="wallet",
                        max_length=12,
                        verbose_name="by",
                    ),
                ),
                ("slot", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("place", models.PositiveIntegerField(null=True, verbose_name="place")),
                (
                    "recipient_name",
                    models.CharField(max_length=120, verbose_name="recipient's name"),
                ),
                ("currency", models.CharField(max_length=12, verbose_name="currency")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                ("charge_key", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to be paid"),
                            ("processing", "being paid"),
                            ("paid", "paid"),
                            ("failed", "not paid, tried again"),
                            ("needs_review", "outcome unknown"),
                            ("cancelled", "cancelled"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("needs_approval", models.BooleanField(default=False)),
                ("approved_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "check_verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not asked yet"),
                            ("allowed", "may be paid"),
                            ("pending", "still being checked"),
                            ("refused", "may not be paid"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("check_reason", models.CharField(blank=True, max_length=300)),
                ("checked_at", models.DateTimeField(null=True)),
                ("contact", models.CharField(blank=True, max_length=500)),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="claimed at")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="reference"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "payout",
                "verbose_name_plural": "payouts",
                "ordering": ("tournament", "kind", "place", "pk"),
                "indexes": [
                    models.Index(fields=["state", "tried_at"], name="tournament__state_8f03a7_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "cancelled",
                                    "failed",
                                    "needs_review",
                                    "paid",
                                    "pending",
                                    "processing",
                                ],
                            )
                        ),
                        name="te_payout_state",
                    ),
                    models.UniqueConstraint(
                        fields=("tournament", "kind", "slot"), name="te_payout_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="te_payout_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("check_verdict__in", ["", "allowed", "pending", "refused"])
                        ),
                        name="te_payout_check",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact", ""),
                            models.Q(
                                models.Q(("state__in", ["cancelled", "paid"]), _negated=True),
                                ("method", "cash"),
                            ),
                            _connector="OR",
                        ),
                        name="te_payout_contact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_at__isnull", False), ("state", "paid")),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("paid_at", None)),
                            _connector="OR",
                        ),
                        name="te_payout_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "refund"), ("method", "wallet"), _negated=True),
                            models.Q(("charge_key", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="te_payout_refund",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to hear of the opening",
                "verbose_name_plural": "wishes to hear of the opening",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("tournament", "user"), name="te_opening_watch")
                ],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("thing", models.CharField(max_length=120, verbose_name="in kind")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to be handed over"),
                            ("handed_over", "handed over"),
                            ("cancelled", "cancelled"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=500)),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="claimed at")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gifts",
                        to="tournament_engine.entrant",
                        verbose_name="entrant",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gifts",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "prize in kind",
                "verbose_name_plural": "prizes in kind",
                "ordering": ("tournament", "place", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["cancelled", "handed_over", "pending"])),
                        name="te_gift_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("tournament", "place"),
                        name="te_gift_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("state", "pending")),
                            models.Q(
                                models.Q(("state", "pending"), _negated=True),
                                ("contact", ""),
                                ("settled_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="te_gift_settled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinalPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                (
                    "entrant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="final_place",
                        to="tournament_engine.entrant",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="final_places",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "final place",
                "verbose_name_plural": "final places",
                "ordering": ("tournament", "place", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1)), name="te_final_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawSeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="draw")),
                ("seed", models.CharField(editable=False, max_length=64)),
                ("commitment", models.CharField(max_length=64, verbose_name="hash of the seed")),
                ("announced_at", models.DateTimeField(auto_now_add=True, verbose_name="announced")),
                ("drawn_at", models.DateTimeField(editable=False, null=True, verbose_name="drawn")),
                ("seeding", models.JSONField(default=list, editable=False)),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draw_seeds",
                        to="tournament_engine.stageconfig",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draw_seeds",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw by lot",
                "verbose_name_plural": "draws by lot",
                "ordering": ("stage", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "number"), name="te_draw_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("drawn_at", None)),
                        fields=("stage",),
                        name="te_draw_waits_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=64, verbose_name="field")),
                ("note", models.CharField(max_length=300, verbose_name="what to put right")),
                ("before", models.JSONField(default=str, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="tournament_engine.registration",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("registration", "field"),
                        name="te_correction_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeCompletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "to be checked"),
                            ("verified", "verified"),
                            ("awarded", "rewarded"),
                            ("rejected", "rejected"),
                        ],
                        default="claimed",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reached_at", models.DateTimeField(verbose_name="done")),
                (
                    "text",
                    models.TextField(blank=True, max_length=2000, verbose_name="what happened"),
                ),
                ("links", models.JSONField(blank=True, default=list, verbose_name="links")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("awarded_at", models.DateTimeField(null=True, verbose_name="rewarded")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completions",
                        to="tournament_engine.challenge",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.entrant",
                        verbose_name="entrant",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="tournament_engine.rostermember",
                        verbose_name="member",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="picture",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ("reached_at", "pk"),
                "indexes": [
                    models.Index(
                        fields=["tournament", "state"], name="tournament__tournam_5cff44_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("member", None)),
                        fields=("challenge", "entrant"),
                        name="te_completion_entrant",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("challenge", "member"),
                        name="te_completion_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["awarded", "claimed", "rejected", "verified"])
                        ),
                        name="te_completion_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["awarded", "rejected", "verified"]),
                                ("decided_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["awarded", "rejected", "verified"]),
                                    _negated=True,
                                ),
                                ("decided_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="te_completion_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="te_completion_rejected",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("awarded_at__isnull", False), ("state", "awarded")),
                            models.Q(
                                models.Q(("state", "awarded"), _negated=True), ("awarded_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="te_completion_awarded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="what is wrong")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="how to reach them"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="what was done"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="tournament_engine.certificate",
                        verbose_name="certificate",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of a certificate",
                "verbose_name_plural": "reports of certificates",
                "ordering": ("-created_at", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["tournament"],
                        name="te_report_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("note", "")),
                            models.Q(("closed_at__isnull", False), ("contact", "")),
                            _connector="OR",
                        ),
                        name="te_report_closed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody who took part"),
                            ("placed", "the first three"),
                            ("nobody", "nobody"),
                        ],
                        default="everybody",
                        max_length=12,
                        verbose_name="given to",
                    ),
                ),
                (
                    "page_size",
                    models.CharField(
                        choices=[("A4", "A4"), ("letter", "US Letter")],
                        default="A4",
                        max_length=8,
                        verbose_name="paper",
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=80, verbose_name="signed by")),
                (
                    "logo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="logo",
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tournament_engine.storedfile",
                        verbose_name="signature",
                    ),
                ),
                (
                    "tournament",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate_look",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "look of certificates",
                "verbose_name_plural": "looks of certificates",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["everybody", "nobody", "placed"])),
                        name="te_certificate_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("page_size__in", ["A4", "letter"])),
                        name="te_certificate_page",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Badge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("occasion", models.CharField(blank=True, max_length=24)),
                (
                    "evidence",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="evidence",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("rule", "its rule"), ("hand", "a person"), ("site", "the site")],
                        max_length=8,
                        verbose_name="given by",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("awarded_at", models.DateTimeField(verbose_name="earned at")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                (
                    "revoked_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not taken back"),
                            ("correction", "results were corrected"),
                            ("decision", "somebody decided so"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "revoke_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it was taken back"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "achievement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="badges",
                        to="tournament_engine.achievement",
                        verbose_name="achievement",
                    ),
                ),
                (
                    "awarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="holder",
                    ),
                ),
                (
                    "entrant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tournament_engine.entrant",
                        verbose_name="entrant",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="badges",
                        to="tournament_engine.tournament",
                        verbose_name="tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "badge",
                "verbose_name_plural": "badges",
                "ordering": ("-awarded_at", "pk"),
                "indexes": [
                    models.Index(
                        fields=["user", "-awarded_at"], name="tournament__user_id_61c6de_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("user__isnull", False)),
                        fields=("achievement", "user", "occasion"),
                        name="te_badge_of_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entrant__isnull", False), ("revoked_at", None)),
                        fields=("achievement", "entrant", "occasion"),
                        name="te_badge_of_entrant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", None), ("entrant", None), _connector="OR"),
                        name="te_badge_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["hand", "rule", "site"])),
                        name="te_badge_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revoke_reason", ""), ("revoked_at", None), ("revoked_for", "")
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                ("revoked_for__in", ["correction", "decision"]),
                            ),
                            _connector="OR",
                        ),
                        name="te_badge_revoked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="text")),
                ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("published_at", models.DateTimeField(auto_now_add=True, verbose_name="published")),
                ("edited_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ("-is_pinned", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="TournamentTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_shared", models.BooleanField(default=False, verbose_name="for everybody")),
                ("content", models.JSONField(verbose_name="settings")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "template",
                "verbose_name_plural": "templates",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="te_template_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="TournamentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("published", "published"),
                            ("changed", "changed"),
                            ("drawn", "before the draw"),
                            ("restored", "an earlier version restored"),
                            ("kept", "kept by hand"),
                        ],
                        max_length=12,
                        verbose_name="occasion",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("content", models.JSONField(verbose_name="settings")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "tournament",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="tournament_engine.tournament",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a tournament",
                "verbose_name_plural": "versions of tournaments",
                "ordering": ("tournament", "-number"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occasion__in", ["changed", "drawn", "kept", "published", "restored"])
                        ),
                        name="te_version_occasion",
                    ),
                    models.UniqueConstraint(
                        fields=("tournament", "number"), name="te_version_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="key")),
                ("body", models.CharField(editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deposit", "deposit"),
                            ("charge", "charge"),
                            ("refund", "refund"),
                            ("payout", "payout"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("currency", models.CharField(max_length=12, verbose_name="currency")),
                ("amount", models.PositiveBigIntegerField(verbose_name="amount")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                (
                    "refers_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="tournament_engine.transfer",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tournament_engine.account",
                        verbose_name="from",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tournament_engine.account",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "ordering": ("created_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="te_transfer_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="te_transfer_sides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["charge", "deposit", "payout", "refund"])),
                        name="te_transfer_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "refund"), ("refers_to__isnull", False)),
                            models.Q(
                                models.Q(("kind", "refund"), _negated=True), ("refers_to", None)
                            ),
                            _connector="OR",
                        ),
                        name="te_transfer_refund",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Veto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pairing", models.JSONField(editable=False)),
                ("first_side", models.PositiveSmallIntegerField(default=0)),
                ("options", models.JSONField(editable=False)),
                ("steps", models.JSONField(editable=False)),
                ("seconds", models.PositiveSmallIntegerField(default=0)),
                ("is_automatic", models.BooleanField(default=True)),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "match",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="veto",
                        to="tournament_engine.match",
                    ),
                ),
            ],
            options={
                "verbose_name": "veto",
                "verbose_name_plural": "vetoes",
                "ordering": ("match",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)),
                        fields=["due_at"],
                        name="te_veto_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VetoChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[("ban", "banned"), ("pick", "picked"), ("decider", "left over")],
                        max_length=8,
                    ),
                ),
                ("side", models.PositiveSmallIntegerField(null=True)),
                ("option", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "veto",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="tournament_engine.veto",
                    ),
                ),
            ],
            options={
                "verbose_name": "veto choice",
                "verbose_name_plural": "veto choices",
                "ordering": ("veto", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("veto", "number"), name="te_veto_step"),
                    models.UniqueConstraint(fields=("veto", "option"), name="te_veto_option"),
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["ban", "pick", "decider"])),
                        name="te_veto_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VetoPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("options", models.JSONField(default=list)),
                ("steps", models.JSONField(default=list)),
                (
                    "seconds",
                    models.PositiveSmallIntegerField(default=0, verbose_name="seconds for a step"),
                ),
                (
                    "is_automatic",
                    models.BooleanField(default=True, verbose_name="draw when the time is over"),
                ),
                (
                    "stage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="veto_plan",
                        to="tournament_engine.stageconfig",
                    ),
                ),
            ],
            options={
                "verbose_name": "veto plan",
                "verbose_name_plural": "veto plans",
                "ordering": ("stage",),
            },
        ),
        migrations.CreateModel(
            name="WalletCharge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("asked_at", models.DateTimeField(verbose_name="time")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "payer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="payer",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wallet_charges",
                        to="tournament_engine.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "charge to a wallet",
                "verbose_name_plural": "charges to wallets",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["asked_at"],
                        name="te_wallet_charge_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("payment", "payer"),
                        name="te_wallet_charge_of_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkflowRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("key", models.CharField(max_length=64, verbose_name="subject")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "workflow",
                "verbose_name_plural": "workflows",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="te_workflow_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkflowStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="step")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to be done"),
                            ("failed", "failed, tried again"),
                            ("done", "done"),
                            ("waived", "waived"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=500, verbose_name="last error"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tournament_engine.workflowrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a workflow",
                "verbose_name_plural": "steps of workflows",
                "ordering": ("run", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["done", "failed", "pending", "waived"])),
                        name="te_workflow_step_state",
                    ),
                    models.UniqueConstraint(fields=("run", "code"), name="te_workflow_step_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="storedfile",
            name="tournament",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tournament_engine.tournament",
            ),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                fields=["uploaded_by", "created_at"], name="tournament__uploade_f89bd4_idx"
            ),
        ),
    ]
