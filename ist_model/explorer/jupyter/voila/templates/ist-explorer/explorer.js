// What a page does that widgets do not: the address as a link, larger letters, PNG, and to say that the session is gone.
(function () {
  "use strict";
  document.documentElement.lang = "en-GB";
  document.title = "The what-if explorer";

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
