"""fakesnow's server, made fit for Slipway's Snowflake executor. Started by server.ts, which says what for.

A few things of the transport are added, nothing of the SQL:

- The Node driver reads rows as JSON alone. fakesnow answers queries in Arrow, which is re-encoded here, within its own
  process: pyarrow is there already and reads what fakesnow wrote, whereas a proxy would need an Arrow library in Node.
- A sign-in gives a master token too, without which the driver takes its session for ended.
- Answers say how many rows they carry (`returned`), without which the driver waits for ever.
- An answer can be fetched again by its query id, as the executor does with everything it submits. fakesnow runs a statement
  before it answers, so a statement at work is never seen here.
- What breaks fakesnow is answered as a refusal. As HTTP 500 it would be taken for an outage, and be sent again and again.

`USE SECONDARY ROLES` and `ALTER SESSION SET AUTOCOMMIT`, with which the executor opens every session, are answered and do
nothing: fakesnow knows no roles, and commits each statement by itself.
It writes the port it listens on to its output, and ends when its input does.
"""

import json
import logging
import os
import socket
import sys
import threading
from base64 import b64decode
from datetime import date
from decimal import Decimal

import pyarrow as pa
import uvicorn
from fakesnow.rowtype import ColumnInfo
from fakesnow.server import login_request as sign_in
from fakesnow.server import query_request as run_query
from fakesnow.server import routes, shared_fs, to_conn, to_token
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

EPOCH = date(1970, 1, 1)

# Answers by query id, for as long as the server runs.
answers: dict[str, bytes] = {}


async def login_request(request: Request) -> JSONResponse:
    body = json.loads((await sign_in(request)).body)
    day = 24 * 60 * 60
    body["data"] |= {
        "sessionId": 1,
        "masterToken": body["data"]["token"],
        "validityInSeconds": day,
        "masterValidityInSeconds": day,
    }
    return JSONResponse(body)


async def query_request(request: Request) -> JSONResponse:
    try:
        answer = await run_query(request)
    except Exception as problem:
        return refusal("261000", f"fakesnow broke: {problem}")
    body = json.loads(answer.body)
    if answer.status_code == 500:
        return refusal(body["code"], body["message"])
    data = body.get("data")
    if not body["success"] or data is None or "rowtype" not in data:
        return answer
    if data["queryResultFormat"] == "arrow":
        try:
            data["rowset"] = rows_of(data.pop("rowsetBase64"), data["rowtype"])
        except Exception as problem:
            return refusal("261000", f"fakesnow's answer cannot be written as JSON: {problem!r}")
        data["queryResultFormat"] = "json"
    data["returned"] = len(data["rowset"])
    # fakesnow gives it the number of changed rows where there is one row that tells it.
    data["total"] = data["returned"]
    data["version"] = 1
    answer = JSONResponse(body)
    answers[data["queryId"]] = answer.body
    return answer


async def result(request: Request) -> JSONResponse:
    to_conn(to_token(request))
    body = answers.get(request.path_params["sfqid"])
    if body is None:
        return refusal("000709", "Statement not found")
    return JSONResponse(json.loads(body))


def refusal(code: str, message: str) -> JSONResponse:
    return JSONResponse({"data": {"errorCode": code}, "code": code, "message": message, "success": False})


def rows_of(base64: str, rowtype: list[ColumnInfo]) -> list[list[str | None]]:
    if base64 == "":
        return []
    table = pa.ipc.open_stream(b64decode(base64)).read_all()
    columns = [
        [None if value is None else cell(value, column["type"]) for value in values.to_pylist()]
        for values, column in zip(table.columns, rowtype, strict=True)
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def cell(value: object, sf_type: str) -> str | None:
    """A cell as Snowflake's JSON writes it, made of what fakesnow's Arrow holds (fakesnow/arrow.py)."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, bytes):
        return value.hex().upper()
    if sf_type == "date":
        return str((value - EPOCH).days)
    if sf_type == "time":
        return fixed_point(value)
    if isinstance(value, dict):
        if value["epoch"] is None:
            # Of a timestamp that is null, fakesnow makes parts that are.
            return None
        instant = fixed_point(value["epoch"] * 1_000_000_000 + value["fraction"])
        return f"{instant} {value['timezone']}" if "timezone" in value else instant
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def fixed_point(nanoseconds: int) -> str:
    """Seconds with nine digits of fraction."""
    return format(Decimal(nanoseconds).scaleb(-9), "f")


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    # Nothing is worth keeping: the databases are in memory.
    os._exit(0)


def main() -> None:
    # It tells of every sign-in, and at length of everything it cannot do.
    logging.getLogger("fakesnow.server").setLevel(logging.CRITICAL)
    shared_fs.nop_regexes = [r"\s*USE\s+SECONDARY\s+ROLES\b", r"\s*ALTER\s+SESSION\s+SET\s+AUTOCOMMIT\b"]
    own = [
        Route("/session/v1/login-request", login_request, methods=["POST"]),
        Route("/queries/v1/query-request", query_request, methods=["POST"]),
        Route("/queries/{sfqid}/result", result, methods=["GET"]),
    ]
    app = Starlette(routes=[*own, *routes])
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    # From here on connections wait for the server instead of failing.
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


if __name__ == "__main__":
    main()
