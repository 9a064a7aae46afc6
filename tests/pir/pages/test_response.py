"""The response check: answered on one page, its gaps made actions, saved by the API too, and stale ones refused."""

from __future__ import annotations

FIELDS = {
    "runbook_use": "not_used", "runbook": "Payments", "runbook_right": "partly", "severity_right": "yes",
    "on_call-0-who": "Database on-call", "on_call-0-paged_at": "14:14", "on_call-0-reached_at": "14:37",
    "hypotheses-0-statement": "The release", "hypotheses-0-opened_at": "14:19", "hypotheses-0-outcome": "refuted", "hypotheses-0-closed_at": "14:24",
    "suppliers-0-supplier": "Vendor", "suppliers-0-due_on": "21 Nov 2026", "suppliers-0-requested_on": "20 Nov 2026",
}  # fmt: skip


def answered(browser, ref, **changed):
    form = browser.open(f"/reviews/{ref}/response/edit").form("Save the response check")
    for name, value in (FIELDS | changed).items():
        form.set(name, value)
    return form.submit("Save the response check")


def test_answered_and_shown(anna, review):
    assert "Nothing is answered yet." in anna.open(f"/reviews/{review}/response").text
    page = answered(anna, review)
    assert "The response check was saved." in page.text
    assert "Database on-call 20 Nov 14:14 20 Nov 14:37 23" in page.text
    assert "Database on-call was reached after 23 min; the policy asks for 15" in page.text
    assert "The release 20 Nov 14:19 20 Nov 14:24 Refuted" in page.text
    form = anna.open(f"/reviews/{review}/response/edit").form("Save the response check")
    assert (form.data["on_call-0-paged_at"], form.data["suppliers-0-due_on"], form.data["runbook_use"]) == ("14:14", "21 Nov 2026", "not_used")
    assert "How the response went" in anna.open(f"/reviews/{review}").text


def test_saving_again_replaces_the_rows(anna, review):
    answered(anna, review)
    page = answered(anna, review, **{"on_call-0-who": "", "on_call-0-paged_at": "", "on_call-0-reached_at": ""})
    assert "Database on-call" not in page.text and "The release" in page.text


def test_a_gap_becomes_an_action_in_one_step(anna, review):
    page = answered(anna, review)
    url = next(u for u in page.links.values() if u.startswith("/actions/new") and "Shorten" in u)
    form = anna.open(url).form("Add the action")
    assert form.value("What will be done") == "Shorten the way to reach Database on-call"
    form.submit("Add the action")
    page = anna.open(f"/reviews/{review}/response")
    assert "the policy asks for 15 ACT-0001" in page.text


def test_what_is_wrong_is_said_at_its_row_and_kept(anna, review):
    for changed, said in [
        ({"on_call-0-paged_at": "25:99"}, "25:99 is not a time. Use 00:00 to 23:59"),
        ({"on_call-0-reached_at": "14:00"}, "Reached must be after paged. Give its date where it was on the next day"),
        ({"on_call-0-who": ""}, "Enter who was called"),
        ({"hypotheses-0-outcome": "open"}, "Select Refuted or Confirmed, or take the time out"),
        ({"suppliers-0-due_on": "someday"}, '"someday" is not a date. Enter it with its year, for example 20 Nov 2026'),
        ({"suppliers-0-accepted_on": "22 Nov 2026"}, "Enter when it was received, before it was accepted"),
        ({"suppliers-0-owner": "4711"}, "Select a person from the list"),
    ]:
        page = answered(anna, review, **changed)
        assert (page.status, page.errors) == (422, [said]), changed
        (name, typed), = changed.items()
        assert page.form("Save the response check").data[name] == typed or name.endswith("owner")


def test_a_stale_check_keeps_what_was_typed(browse, review):
    anna, raj = browse("anna"), browse("raj")
    form = anna.open(f"/reviews/{review}/response/edit").form("Save the response check").set("runbook", "Anna's book")
    answered(raj, review, runbook="Raj's book")
    page = form.submit("Save the response check")
    assert page.status == 409 and "Raj's book" in page.text
    assert page.form("Keep mine").data["runbook"] == "Anna's book"
