# The chat as an image: docker build -t mingzhang . (see docs/deploy.md)
FROM python:3.11-slim

ARG EXTRAS=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DISCLOSURE_STORE=/data/store DISCLOSURE_MODE=public HOME=/data

WORKDIR /app

# Dependencies first: they change less often than the code.
COPY pyproject.toml README.md LICENSE ./
RUN for p in ingest qa evals audit ui; do mkdir -p $p && touch $p/__init__.py; done \
    && pip install --editable ".${EXTRAS:+[$EXTRAS]}"

COPY . .
# Compiled here, once: what runs may not write, and would compile all modules at each start.
RUN python -m compileall -q ingest qa evals audit ui app.py \
    && useradd --uid 10001 --no-create-home --home-dir /data mingzhang \
    && mkdir -p /data && chown 10001:10001 /data
USER 10001
VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

# A file that cannot be read is told of in the log and does not keep the chat from starting.
CMD ["sh", "-c", "python -m ingest corpus || true; exec streamlit run app.py --server.port 8501 --server.address 0.0.0.0"]
