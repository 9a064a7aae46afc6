// A form opened where its link stands, and its answer put into the page as it is: the room keeps its eyes where they were.
// Without this file the same link leads to the form's own page, and the form back to this one. Whatever is not a plain
// success (a refusal, a conflict, a session that ended) is answered that way too: the form is sent as browsers send forms,
// and its idempotency key makes one saving of two sendings.
//   <a data-in-place href="…">          its page holds a <form data-in-place="ID">, shown below the link's .about
//   <form data-in-place="ID">           saved in place; then the item it added has focus, else the one with this id
"use strict";
(() => {
  let open = null; // {form, link, before}
  const words = (form) => new URLSearchParams(new FormData(form)).toString();
  const hasTyped = () => open && words(open.form) !== open.before;
  const close = () => { open?.form.remove(); open = null; };
  const here = () => new URL(document.querySelector(".views [aria-current]").href).pathname;
  const items = () => [...document.querySelectorAll("main li[id]")].map((item) => item.id);

  const show = async (link) => {
    if (hasTyped()) { open.form.querySelector("button[type=submit]").focus(); return; }
    close();
    const answer = await fetch(link.href).catch(() => null);
    const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
    const form = page.querySelector("form[data-in-place]");
    if (!form || open) { if (!open) location.assign(link.href); return; }
    link.closest(".about").after(form);
    open = { form, link, before: words(form) };
    form.classList.add("in-place");
    form.querySelector("input:not([type=hidden]), select, textarea").focus();
  };

  const save = async (form, submitter) => {
    const sent = new URLSearchParams(new FormData(form, submitter));
    const answer = await fetch(form.action, { method: "POST", body: sent }).catch(() => null);
    if (form === open?.form) open.before = words(form); // stored, or sent once more below
    if (!answer?.ok || new URL(answer.url).pathname !== here()) { HTMLFormElement.prototype.submit.call(form); return; }
    const text = await answer.text();
    const before = new Set(items());
    if (form === open?.form) close();
    await htmx.swap({ text, target: "#main", select: "#main", swap: "outerMorph" });
    const item = document.getElementById(items().find((id) => !before.has(id)) ?? form.dataset.inPlace);
    item?.focus({ preventScroll: true });
    (item?.querySelector(".rung, p") ?? item)?.scrollIntoView({ block: "nearest" }); // its line, not all that hangs below it
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.dataset.inPlace !== undefined) { event.preventDefault(); show(link); return; }
    if (!open?.form.contains(link) || link.pathname !== here()) return;
    event.preventDefault(); // Cancel
    open.link.focus();
    close();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.inPlace === undefined || (form !== open?.form && hasTyped())) return;
    event.preventDefault();
    save(form, event.submitter);
  });
  addEventListener("beforeunload", (event) => { if (hasTyped()) event.preventDefault(); });
})();
