// Small conveniences. Every page works without this file.
"use strict";

// After a refused form: go to the summary of what is wrong. It already has focus without scripts (autofocus).
const goToProblem = () => document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:after:swap", goToProblem);
document.addEventListener("DOMContentLoaded", goToProblem);

// One press, one sending: the button rests after the form has gone out (never before, or its own value would be lost).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = true; }));
  setTimeout(() => wake(form), 10000);
});
// After Back, or a download that leaves the page standing: the form can be sent again. The server counts one anyway.
const wake = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
};
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));
document.addEventListener("htmx:finally:request", () => document.querySelectorAll("form[data-sent]").forEach(wake));

// Light or dark: a cookie that the server reads, so the next page comes in the right one at once.
for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });
}
