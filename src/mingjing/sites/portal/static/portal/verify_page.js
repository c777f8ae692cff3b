/* The check page: hands a chosen or dropped file to mingjingVerify. Nothing leaves the browser. */
(function () {
  "use strict";
  const box = document.querySelector("[data-verify]");
  if (!box || !window.mingjingVerify) return;
  const input = box.querySelector("[data-verify-file]");
  const report = box.querySelector("[data-verify-report]");

  function check(file) {
    report.textContent = "正在核验 " + file.name + " …";
    const reader = new FileReader();
    reader.onerror = function () { report.textContent = "这个文件读不出来，请重新选择。"; };
    reader.onload = function () {
      // A breath, so that the line above is drawn before a long calculation.
      setTimeout(function () {
        window.mingjingShowReport(window.mingjingVerify(reader.result, { key: box.dataset.key }), report);
      }, 30);
    };
    reader.readAsArrayBuffer(file);
  }

  input.addEventListener("change", function () { if (input.files[0]) check(input.files[0]); });
  // A file dropped anywhere on the page is checked: beside the box the browser would leave the page and open it.
  document.addEventListener("dragover", function (event) { event.preventDefault(); });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
  });
})();
