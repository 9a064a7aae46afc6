"""Sixty deliberate faults: one small change each, and the tests that have to notice it.

``old`` stands exactly once in its file. ``tests`` are those of the part that the fault is in, not the one test that was written
for it; they run in their order and stop at the first failure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """``area`` groups the table; ``what`` is what a person would meet."""

    area: str
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


PERMISSIONS = ("tests/kernel/test_permission.py", "tests/security/test_restricted.py", "tests/security/test_access.py")
DOORS = ("tests/web", "tests/security/test_requests.py")
HOURS = ("tests/kernel/test_calendar.py", "tests/kernel/test_working_hours.py", "tests/nudges/rules")
CLOCKS = ("tests/pir/rules/test_clock.py", "tests/pir/service")
LOCKS = ("tests/kernel", "tests/load/test_together.py")
ACTIONS = ("tests/actions/rules", "tests/actions/service")
NUDGES = ("tests/nudges/rules", "tests/nudges/service", "tests/nudges/pages", "tests/nudges/test_answers.py")
CAUSES = ("rca", "tests/rca")
FILES = ("tests/kernel/intake", "tests/incidents/service/test_bad_files.py")

FAULTS = (
    # Who may do what, and what exists for whom
    Fault("permission", "a restricted record is in every list", "kernel/permission.py",
          "return sa.and_(there, sa.or_(Record.scope == Scope.OPEN, named))", "return there", PERMISSIONS),
    Fault("permission", "who takes part in a review does not see its actions", "kernel/permission.py",
          "sa.or_(Participation.record_id == Record.id, Participation.record_id == Record.guard_id)",
          "Participation.record_id == Record.id", PERMISSIONS),
    Fault("permission", "an erased record is still shown", "kernel/permission.py",
          "there = sa.true() if erased else Record.erased_at.is_(None)", "there = sa.true()", ("tests/kernel", "tests/roots", "tests/security/test_access.py")),
    Fault("permission", "a facilitator may waive a review", "kernel/permission.py",
          '"waive a review": _grant(R.PROBLEM_MANAGER),', '"waive a review": _grant(R.PROBLEM_MANAGER, R.FACILITATOR),', PERMISSIONS),
    Fault("permission", "strangers see every page", "web/gate.py",
          "if actor is not None or is_public(current_app, request.endpoint):", "if actor is not None or request.method in SAFE:", DOORS),
    Fault("permission", "an API call without a token goes through", "web/gate.py", "        abort(401)\n", "        return None\n", DOORS),
    Fault("permission", "a form without its token is taken", "web/csrf.py",
          "if request.endpoint is not None and not is_api():", "if request.endpoint is None and not is_api():", DOORS),
    Fault("permission", "a session never grows old", "web/session.py", "isdigit()) or _is_idle():", "isdigit()):", DOORS),
    Fault("permission", "after signing in one is sent to a foreign site", "web/address.py",
          'wanted[1:2] in {"/", "\\\\"}', 'wanted[1:2] in {"\\\\"}', ("web/address.py", *DOORS)),
    Fault("permission", "scripts may read the session cookie", "web/session.py", "SESSION_COOKIE_HTTPONLY=True", "SESSION_COOKIE_HTTPONLY=False", DOORS),
    Fault("permission", "the owner checks their own action", "actions/rules/lifecycle.py",
          "CHECK, (is_second_pair_of_eyes, has_evidence)", "CHECK, (has_evidence,)", ACTIONS),
    Fault("permission", "an owner decides about their own date", "actions/service/due.py",
          "in {request.asked_by_id, action.owner_id}", "in {request.asked_by_id}", ACTIONS),
    Fault("permission", "a link from a mail opens a restricted action", "actions/service/answer.py",
          " or action.record.scope is Scope.RESTRICTED:", ":", (*ACTIONS, "tests/actions/pages", "tests/nudges/test_answers.py", "tests/security/test_restricted.py")),
    Fault("permission", "a deputy signs for whoever submitted the review", "pir/rules/chain.py",
          "names = {signing.submitter_id, *(", "names = {*(", ("tests/pir/rules/test_chain.py", "tests/pir/service")),
    # What a browser, a spreadsheet or Word makes of words
    Fault("escaping", "markup in a comment runs", "web/filters.py", "escape(line) for line", "Markup(line) for line",
          ("tests/web", "tests/security/test_stored_script.py")),
    Fault("escaping", "markup in a statement runs in a drawing", "drawing/svg.py", "Markup(escape(clean(text)))", "Markup(clean(text))",
          ("drawing", "tests/drawing", "tests/rca/pictures")),
    Fault("escaping", "a control character breaks the Word file", "exports/tidy.py", 'clean(_BREAKS.sub("\\n", text))', '_BREAKS.sub("\\n", text)',
          ("exports/tidy.py", "tests/exports")),
    Fault("escaping", "a cell is a formula in the downloaded table", "web/csv_file.py",
          "[:1] in FORMULA for line", '[:1] in "=" for line',
          ("web/csv_file.py", "tests/web/test_csv_file.py", "tests/organisation")),
    Fault("escaping", "any inline script may run", "web/headers.py", "script-src 'self' 'nonce-{nonce}'", "script-src 'self' 'unsafe-inline'", DOORS),
    Fault("escaping", "entities of an XML file are expanded", "rca/open_psa.py",
          "self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = self._refuse", "self.parser.StartDoctypeDeclHandler = None", ("rca/open_psa.py", "tests/rca/test_open_psa.py")),
    Fault("escaping", "a zip bomb is unpacked", "kernel/intake/archive.py",
          "if member.file_size > max(MEGABYTE, limits.ratio * member.compress_size):", "if member.file_size < 0:", FILES),
    # Hours, days and clocks
    Fault("clock", "hours before opening count as worked", "kernel/calendar.py", "begins = max(opens, at)", "begins = opens", HOURS),
    Fault("clock", "a due time lies after closing", "kernel/calendar.py",
          "return min(max(moment, hours[0]), hours[1]) if hours", "return max(moment, hours[0]) if hours", HOURS),
    Fault("clock", "holidays are worked", "kernel/calendar.py", " and day not in self.holidays)", ")", HOURS),
    Fault("clock", "the last day does not count", "kernel/calendar.py", "while day <= last:", "while day < last:", HOURS),
    Fault("clock", "a pre-read ignores the planned session", "pir/rules/clock.py", "(session_at or session.due_at)", "session.due_at", CLOCKS),
    Fault("clock", "a pause gives no time back", "pir/rules/clock.py",
          "due = calendar.add_worked(due, calendar.worked_between(stopped, event.at))", "due = calendar.add_worked(due, timedelta())", CLOCKS),
    Fault("clock", "an extension shortens a clock", "pir/rules/clock.py", "due = max(due, event.due_at)", "due = event.due_at", CLOCKS),
    Fault("clock", "a clock that was met late reads as met", "pir/rules/clock.py", 'state = "met_late" if late else "met"', 'state = "met"', CLOCKS),
    Fault("clock", "clocks count from resolved before restored", "incidents/rules/times.py",
          'for basis in ("restored", "resolved"):', 'for basis in ("resolved", "restored"):', ("tests/incidents", "tests/pir/service")),
    Fault("clock", "due on Friday is late on Saturday", "actions/rules/lateness.py",
          "        while not self.calendar.works(day):\n            day -= timedelta(days=1)\n", "", ACTIONS),
    # Two at once, and what survives a crash
    Fault("lock", "an old sender confirms a message that is another's", "kernel/delivery/queue.py",
          "Message.id == message.id, Message.fence == message.fence, Message.state", "Message.id == message.id, Message.state", LOCKS),
    Fault("lock", "a claim raises no fence", "kernel/delivery/queue.py", "name, message.fence + 1", "name, message.fence", LOCKS),
    Fault("lock", "a living sender's message is taken away", "kernel/delivery/queue.py",
          "Message.lease_until < clock.real()", "Message.lease_until < clock.real() + patience.lease * 2", LOCKS),
    Fault("lock", "a message is tried for ever", "kernel/delivery/patience.py", "return attempts >= self.limit", "return False", LOCKS),
    Fault("lock", "two schedulers lead", "kernel/leadership.py",
          "if not is_free and until is not None and until > clock.real():", "if False:", LOCKS),
    Fault("lock", "of two savers the later wins silently", "kernel/edit.py", "if read == stored:", "if read is not None:", LOCKS),
    Fault("lock", "one key with other content answers as if it were the same", "kernel/idempotency.py",
          " or found.body_hash != hashed", "", (*LOCKS, "tests/web")),
    Fault("lock", "the audit chain has no links", "kernel/audit.py", "bytes.fromhex(previous) + body", "body", LOCKS),
    Fault("lock", "a change without an audit entry is committed", "kernel/audit.py", "if changed and not facts:", "if False:", LOCKS),
    # How causes combine
    Fault("gate", "k of n needs one more", "rca/fault_tree.py", "return count >= (gate.k or 0)", "return count > (gate.k or 0)", CAUSES),
    Fault("gate", "an inhibit gate is an or", "rca/fault_tree.py",
          "Combination.INHIBIT: Operator.INHIBIT}", "Combination.INHIBIT: Operator.OR}", CAUSES),
    Fault("gate", "what happened in part counts as happened", "rca/occurrence.py",
          "if all(self._state(e) is State.OCCURRED for e in one))", "if any(self._state(e) is State.OCCURRED for e in one))", CAUSES),
    Fault("gate", "an unknown event counts as one step away", "rca/occurrence.py",
          "if len(rest) == 1 and self._state(rest[0]) is State.DID_NOT:", "if len(rest) == 1:", CAUSES),
    Fault("gate", "what is not known counts as did not happen", "rca/occurrence.py",
          "wanted = {State.OCCURRED, State.UNKNOWN} if most else {State.OCCURRED}", "wanted = {State.OCCURRED}", CAUSES),
    Fault("gate", "a refuted cause is counted", "rca/causal_graph.py",
          "tuple(f for f in causes if not f.is_refuted)", "tuple(f for f in causes if f)", CAUSES),
    Fault("gate", "what we do not control closes the rest", "rca/coverage.py", "math.inf if item in outside else ", "", CAUSES),
    Fault("gate", "an action that is only planned stops a combination", "rca/coverage.py", "_cover(verified[n], planned[n])", "_cover(planned[n], planned[n])", CAUSES),
    Fault("gate", "the next best action is the worst", "rca/coverage.py", "best = max(breaks.values())", "best = min(breaks.values())", CAUSES),
    Fault("gate", "probabilities are added at repeated events", "rca/probability.py",
          "+ (1 - p) * values[diagram.low[node]]", "+ values[diagram.low[node]]", CAUSES),
    Fault("gate", "risk achievement worth is that of the present", "rca/importance.py", "top + slope * (1 - q), top", "top, top", CAUSES),
    Fault("gate", "a circle of causes is taken", "rca/causal_graph.py", "        _check_acyclic(graph)\n", "", CAUSES),
    Fault("gate", "sets that hold a smaller one are listed", "rca/zero_suppressed.py",
          "high = self.without_supersets(found[diagram.high[node]], low)", "high = found[diagram.high[node]]", CAUSES),
    # Nudges and answers
    Fault("nudge", "what was told is told again", "nudges/rules/decide.py", "step.number > told.newest", "step.number >= told.newest", NUDGES),
    Fault("nudge", "the manager is told before the owner", "nudges/rules/decide.py",
          "if to is Audience.COPY and (told.warned_on is None or told.warned_on >= place.today):", "if False:", NUDGES),
    Fault("nudge", "mails go out at night", "nudges/rules/hours.py", "return hours is not None and hours[0] <= now < hours[1]", "return hours is not None", NUDGES),
    Fault("nudge", "a second mail on the same day", "nudges/queries/mailed.py", "if state is not State.DROPPED:", "if state is State.DROPPED:", NUDGES),
    Fault("nudge", "a moved date opens no new version", "actions/service/due.py", "    action.due_version += 1\n", "    action.due_version += 0\n", (*ACTIONS, *NUDGES)),
    Fault("nudge", "an expired link still answers", "nudges/service/tokens.py", "if found.expires_at <= clock.now():", "if False:", NUDGES),
    Fault("nudge", "an answer is taken back after a change by somebody else", "actions/service/answer.py",
          "return action.record.version == given.version and clock.now()", "return clock.now()", (*ACTIONS, *NUDGES, "tests/actions/pages")),
)
