// What widgets do not tell a screen reader by themselves: names of sliders, which view is shown, and news.
(function () {
  "use strict";
  function named(lever) {
    const label = lever.querySelector(".widget-label");
    const text = label ? label.textContent.trim() : "";
    lever.querySelectorAll("[role=slider]").forEach((handle) => {
      handle.setAttribute("aria-label", text);
      if (label && label.title) handle.setAttribute("aria-description", label.title);
    });
    const readout = lever.querySelector(".widget-readout");
    if (readout) {
      readout.setAttribute("role", "textbox");
      readout.setAttribute("aria-label", text + ", as a number");
    }
  }

  function pressed(button) {
    button.setAttribute("aria-pressed", button.classList.contains("mod-active") ? "true" : "false");
  }

  function seen() {
    document.querySelectorAll(".ist-lever").forEach(named);
    document.querySelectorAll(".ist-views button").forEach(pressed);
    const spoken = document.querySelector(".ist-spoken .widget-html-content");
    if (spoken && !spoken.hasAttribute("aria-live")) {
      spoken.setAttribute("role", "status");
      spoken.setAttribute("aria-live", "polite");
    }
  }

  let waiting = false;
  new MutationObserver(function () {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; seen(); });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["class", "title"],
  });
  seen();
})();
