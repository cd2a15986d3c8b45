// What widgets do not do by themselves: names for sliders, news read aloud, the address as a link, PNG, and to say
// that the session is gone.
(function () {
  "use strict";
  document.documentElement.lang = "en-GB";
  document.title = "The what-if explorer";

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

  let opened = false;
  function openAddress() {
    const field = document.querySelector(".ist-open input");
    if (opened || !field) return;
    opened = true;
    if (location.hash.length > 1) {
      field.value = location.hash;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // Pictures have larger letters where the page is narrow.
  const narrowPage = matchMedia("(max-width: 60rem)");
  function tellWidth() {
    const box = document.querySelector(".ist-narrow input");
    if (box && box.checked !== narrowPage.matches) box.click();
  }
  narrowPage.addEventListener("change", tellWidth);

  function seen() {
    tellWidth();
    document.querySelectorAll(".ist-lever").forEach(named);
    document.querySelectorAll(".ist-views button").forEach(pressed);
    const spoken = document.querySelector(".ist-spoken .widget-html-content");
    if (spoken && !spoken.hasAttribute("aria-live")) {
      spoken.setAttribute("role", "status");
      spoken.setAttribute("aria-live", "polite");
    }
    document.querySelectorAll(".ist-png[hidden]").forEach((link) => { link.hidden = false; });
    openAddress();
    const code = document.querySelector(".ist-code");
    if (code && opened && location.hash !== code.getAttribute("href")) {
      history.replaceState(null, "", code.getAttribute("href"));
    }
  }

  let waiting = false;
  new MutationObserver(function () {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; seen(); });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["class", "href"],
  });

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest(".ist-png");
    const picture = document.querySelector(".ist-view figure img");
    if (!link || !picture) return;
    event.preventDefault();
    const canvas = document.createElement("canvas");
    const scale = Math.max(2, 1400 / picture.naturalWidth);
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    const paint = canvas.getContext("2d");
    paint.fillStyle = "#fff";
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const save = document.createElement("a");
    save.download = link.dataset.name;
    save.href = canvas.toDataURL("image/png");
    save.click();
  });

  const told = document.createElement("div");
  told.className = "ist-lost";
  document.body.prepend(told);

  async function whyLost() {
    try {
      const kernel = JSON.parse(document.getElementById("jupyter-config-data").textContent).kernelId;
      const answer = await fetch("api/kernels/" + kernel, { cache: "no-store" });
      if (answer.ok) return "";
      return answer.status === 403
        ? "The explorer was started anew: open the address that it has printed."
        : "The session of this page has ended. Reload the page: its address keeps where the levers stand.";
    } catch {
      return "The explorer does not answer: it was stopped, or the connection is lost.";
    }
  }

  const everySeconds = 4;
  setInterval(async function () {
    const why = await whyLost();
    if (told.textContent === why) return;
    told.textContent = why;
    if (why) told.setAttribute("role", "alert");
    else told.removeAttribute("role");
  }, everySeconds * 1000);
})();
