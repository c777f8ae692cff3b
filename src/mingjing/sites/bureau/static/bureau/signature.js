/* A signature on the screen: strokes as whole numbers (ten-thousandths of the field, pressure, milliseconds).
   The picture is drawn again at the server from these numbers. ES2017 (Chromium 80), no library. */
(function () {
  "use strict";
  var WHOLE = 10000;
  function start(box) {
    var canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
    var kept = document.getElementById("strokes"), told = box.querySelector("[data-told]");
    var strokes = [], now = null, since = 0;
    try { strokes = JSON.parse(kept.value || "[]"); } catch (problem) { strokes = []; }
    function draw() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = pen.fillStyle = "#000";
      pen.lineCap = "round";
      strokes.forEach(function (stroke) {
        stroke.forEach(function (at, index) {
          var before = stroke[Math.max(0, index - 1)], width = 2 + at[2] * 6 / 1000;
          pen.lineWidth = width;
          pen.beginPath();
          pen.moveTo(before[0] * canvas.width / WHOLE, before[1] * canvas.height / WHOLE);
          pen.lineTo(at[0] * canvas.width / WHOLE + 0.01, at[1] * canvas.height / WHOLE);
          pen.stroke();
        });
      });
      kept.value = JSON.stringify(strokes);
      told.textContent = strokes.length ? "已写 " + strokes.length + " 笔" : "还没有写";
    }
    function place(event) {
      var frame = canvas.getBoundingClientRect();
      function within(value) { return Math.max(0, Math.min(WHOLE, Math.round(value * WHOLE))); }
      return [
        within((event.clientX - frame.left) / frame.width), within((event.clientY - frame.top) / frame.height),
        Math.round((event.pressure || 0.5) * 1000), Math.max(0, Math.round(event.timeStamp - since))
      ];
    }
    canvas.addEventListener("pointerdown", function (event) {
      if (event.button > 0) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      if (!strokes.length) since = event.timeStamp;
      now = [place(event)];
      strokes.push(now);
      draw();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!now) return;
      (event.getCoalescedEvents ? event.getCoalescedEvents() : [event]).forEach(function (one) { now.push(place(one)); });
      draw();
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () { now = null; });
    });
    box.querySelector("[data-clear]").addEventListener("click", function () { strokes = []; draw(); });
    box.querySelector("[data-undo]").addEventListener("click", function () { strokes.pop(); draw(); });
    var refused = document.getElementById("f-refused");
    function hide() { canvas.parentNode.classList.toggle("mj-sign-off", refused.checked); }
    refused.addEventListener("change", hide);
    hide();
    box.hidden = false;
    draw();
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-signature]").forEach(start);
  });
})();
