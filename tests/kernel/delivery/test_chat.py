"""Chats through Apprise, against a real HTTP server on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kernel.delivery.chat import ChatChannel
from kernel.delivery.outcome import Outgoing, Verdict

NOTE = Outgoing(1, 1, 1, "chat", "17", "<1@debrief.example.com>", "1 action is due", "ACT-0107 is due tomorrow.\n", None)


class Room(BaseHTTPRequestHandler):
    status, said, place = 200, [], ""

    def do_POST(self) -> None:
        Room.said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(Room.status)
        if Room.place:
            self.send_header("Location", Room.place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def room():
    Room.status, Room.said, Room.place = 200, [], ""
    server = HTTPServer(("127.0.0.1", 0), Room)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/room"
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_the_room_gets_it(room: str) -> None:
    asked: list[str] = []
    channel = ChatChannel(lambda number: asked.append(number) or room)
    assert channel.send(NOTE).verdict is Verdict.SENT
    assert asked == ["17"]
    assert (Room.said[0]["title"], Room.said[0]["message"].strip()) == ("1 action is due", "ACT-0107 is due tomorrow.")


def test_a_room_that_refuses_is_tried_again_and_says_nothing_of_its_address(room: str) -> None:
    Room.status = 403
    outcome = ChatChannel(lambda _: room).send(NOTE)
    assert (outcome.verdict, outcome.error) == (Verdict.LATER, "The chat did not take it: it answered 403")


def test_no_redirect_is_followed(room: str) -> None:
    Room.status, Room.place = 307, room.replace("json", "http")
    assert ChatChannel(lambda _: room).send(NOTE).verdict is Verdict.LATER
    assert len(Room.said) == 1


@pytest.mark.parametrize("address", [None, "msteams://gone/by/now"])
def test_an_address_that_leads_nowhere_is_for_a_person_to_mend(address: str | None) -> None:
    assert ChatChannel(lambda _: address).send(NOTE).verdict is Verdict.BOUNCED
