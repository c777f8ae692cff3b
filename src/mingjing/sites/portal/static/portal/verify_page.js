/* The check page: hands a chosen or dropped file to mingjingVerify. Nothing leaves the browser. */
(function () {
  "use strict";
  const box = document.querySelector("[data-verify]");
  const source = document.querySelector("link[rel='mj-verifier']");
  if (!box || !source) return;
  const input = box.querySelector("[data-verify-file]");
  const report = box.querySelector("[data-verify-report]");

  const own = box.querySelector("[data-verify-policy]");
  let chosen = null;

  function asked(policy) {
    return { key: box.dataset.key, policy: policy, changes: JSON.parse(box.dataset.changes || "[]") };
  }

  // The verifier is fetched when somebody is about to use it: whoever only reads this page does not wait for it.
  let asking = null;
  function verifier() {
    asking = asking || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.onload = done;
      script.onerror = function () { asking = null; failed(); };
      script.src = source.href;
      document.head.appendChild(script);
    });
    return asking;
  }
  const early = function () { verifier().catch(function () { /* Told when a file is chosen. */ }); };
  box.addEventListener("pointerover", early, { once: true });
  box.addEventListener("focusin", early, { once: true });

  function check(file) {
    chosen = file;
    report.textContent = "正在核验 " + file.name + " …";
    const reader = new FileReader();
    reader.onerror = function () { report.textContent = "这个文件读不出来，请重新选择。"; };
    reader.onload = function () {
      // A breath, so that the line above is drawn before a long calculation.
      setTimeout(function () {
        verifier().then(function () {
          withPolicy(function (policy) {
            window.mingjingShowReport(window.mingjingVerify(reader.result, asked(policy)), report);
          });
        }, function () { report.textContent = "核验程序没有下载下来，请检查网络后重新选择文件，或者用下面的办法核验。"; });
      }, 30);
    };
    reader.readAsArrayBuffer(file);
  }

  // The policy that the reader kept goes before the one that this site shows today.
  function withPolicy(then) {
    if (!own.files[0]) return then(box.dataset.policy);
    const reader = new FileReader();
    reader.onerror = function () { report.textContent = "见证策略文件读不出来，请重新选择。"; };
    reader.onload = function () { then(reader.result.replace(/\r\n/g, "\n") || "#"); };
    reader.readAsText(own.files[0]);
  }

  own.addEventListener("change", function () { if (chosen) check(chosen); });
  input.addEventListener("change", function () { if (input.files[0]) check(input.files[0]); });
  // A file dropped anywhere on the page is checked: beside the box the browser would leave the page and open it.
  document.addEventListener("dragover", function (event) { event.preventDefault(); });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
  });
})();
