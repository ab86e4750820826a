"""Settings of the example site. What differs from one machine to another stands in `.env`."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from environs import Env

from site_config.databases import database
from site_config.secrets import stored_secret

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or stored_secret(BASE_DIR / ".secret_key")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

DATABASE_URL = env.str("DATABASE_URL", "") or f"sqlite:///{BASE_DIR}/db.sqlite3"
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One process needs no service; several share a table (`manage.py createcachetable`) or a Redis.
CACHE_TABLE = env.str("CACHE_TABLE", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends."
        + ("db.DatabaseCache" if CACHE_TABLE else "locmem.LocMemCache"),
        "LOCATION": CACHE_TABLE,
    }
}
# A small club writes one thing at a time: SQLite is enough for that, and where a table counts who
# comes too often, one more who passes does no harm.
SILENCED_SYSTEM_CHECKS = ["tournament_engine.W004", "tournament_engine.W015"]

INSTALLED_APPS = [
    "site_config",
    "clubs",
    "tournament_engine",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tournament_engine.audit.middleware.request_id",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
CSRF_FAILURE_VIEW = "tournament_engine.pages.csrf_failure"
ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# People
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "tournament_engine.permissions.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# A gateway for entry fees (see `gateway.py`), once it has a secret.
GATEWAY_SECRET = env.str("GATEWAY_SECRET", "")
GATEWAY_URL = env.str("GATEWAY_URL", "https://pay.example/checkout/")
GATEWAY_ACCOUNT = env.str("GATEWAY_ACCOUNT", "example-club")

# A wallet in a process of its own (see `http_economy.py`), once it has an address.
WALLET_URL = env.str("WALLET_URL", "")
WALLET_TIMEOUT = env.float("WALLET_TIMEOUT", 5)

# Tournaments
TOURNAMENT_ENGINE = {
    "HOOKS": {
        "users": "hooks.Users",
        "teams": "hooks.Teams",
        "notifications": [
            "tournament_engine.hooks.inbox.InboxAndMail",
            "hooks.Notifications",
        ],
        "profiles": "hooks.Profiles",
        "rankings": "hooks.Rankings",
        "site_ui": "hooks.SiteUI",
        "economy": "http_economy.HttpEconomy" if WALLET_URL else "hooks.Economy",
    },
    "PAYMENT_METHODS": {"examplepay": "gateway.ExamplePay"} if GATEWAY_SECRET else {},
    # Where the links in e-mails lead; without it no e-mail is sent.
    "BASE_URL": env.str("BASE_URL", ""),
    # Who sends what a page brought: a thread, so that nobody waits for a mail server.
    "TASK_RUNNER": env.str("TASK_RUNNER", "") or "tournament_engine.outbox.deliver_now",
    # Whose word is taken for where a visitor comes from: limits are counted by address.
    "TRUSTED_PROXIES": env.list("TRUSTED_PROXIES", []),
}

# Times are kept and shown in UTC; the pages name the zone.
USE_TZ = True
TIME_ZONE = "UTC"

# The languages that the engine speaks: a reader gets the one that the browser asks for.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]

# E-mail: printed to the terminal until a server is named.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "")

# Static files: straight from the packages, or collected into STATIC_ROOT with a hash in each name.
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", "") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if STATIC_ROOT
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
    # Proofs and evidence: no web server serves this folder, the engine asks who may see each file.
    "tournament_private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": BASE_DIR / "private"},
    },
}

# What browsers may do with the pages
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Served over HTTPS: cookies stay there, and plain requests are led there.
HTTPS = env.bool("HTTPS", False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
# Only behind a proxy that sets this header itself and drops the client's.
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
