/* Recordings: the digest is committed first, then the content is sent piece by piece, each with its checksum (tus 1.0).
   Without this file the whole file comes with the form. ES2017 (Chromium 80); needs vendor/sha256 and vendor/tus. */
(function () {
  "use strict";
  var SLICE = 4 * 1024 * 1024;
  function bytes(blob) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () { done(new Uint8Array(reader.result)); };
      reader.onerror = function () { failed(new Error("读不了这个文件，它可能还在写入或者已被移走。请重新选择。")); };
      reader.readAsArrayBuffer(blob);
    });
  }
  function digest(file, told) {
    var sum = window.sha256.create(), at = 0;
    function next() {
      if (at >= file.size) return Promise.resolve(sum.hex());
      return bytes(file.slice(at, at + SLICE)).then(function (piece) {
        sum.update(piece);
        at += piece.length;
        told(at / file.size);
        return next();
      });
    }
    return next();
  }
  function base64(piece) {
    var sum = window.sha256.array(piece);
    return window.btoa(String.fromCharCode.apply(null, sum));
  }
  /* Every piece carries its SHA-256: tus-js-client leaves this to the transport. */
  function Checked(token) { this.inner = new window.tus.DefaultHttpStack(); this.token = token; }
  Checked.prototype.getName = function () { return "checked"; };
  Checked.prototype.createRequest = function (method, url) {
    var request = this.inner.createRequest(method, url), send = request.send.bind(request);
    request.setHeader("X-CSRFToken", this.token);
    request.send = function (body) {
      if (method !== "PATCH" || !body) return send(body);
      return bytes(body).then(function (piece) {
        request.setHeader("Upload-Checksum", "sha256 " + base64(piece));
        return send(body);
      });
    };
    return request;
  };
  function percent(part) { return Math.min(100, Math.floor(part * 100)) + "%"; }
  function why(error) {
    var answer = error.originalResponse, text = answer ? answer.getBody() : "";
    if (answer && answer.getStatus() >= 400 && text && text.length < 300 && text[0] !== "<") return text;
    return "连接断了，已经收到的都在。网络恢复后按“接着传”。";
  }
  function upload(file, form, address, id, tell) {
    var token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    return new Promise(function (done, failed) {
      new window.tus.Upload(file, {
        endpoint: address, chunkSize: SLICE, metadata: { recording: id }, httpStack: new Checked(token),
        retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000], storeFingerprintForResuming: false,
        onShouldRetry: function (error) {
          var answer = error.originalResponse, status = answer ? answer.getStatus() : 0;
          return status === 0 || status === 409 || status === 460 || status === 423 || status >= 500 && status !== 507;
        },
        onProgress: function (sent, whole) { tell("正在上传 " + percent(sent / whole) + "，可以锁屏，不要关闭这一页"); },
        onSuccess: function () { done(); },
        onError: function (error) { failed(new Error(why(error))); }
      }).start();
    });
  }
  function place(form) {
    var found = form.querySelector("[data-progress]");
    if (found) return found;
    found = document.createElement("p");
    found.setAttribute("role", "status");
    found.setAttribute("data-progress", "");
    form.querySelector(".mj-buttons").before(found);
    return found;
  }
  function local(at) {
    function two(value) { return ("0" + value).slice(-2); }
    return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + "T" + two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
  }
  /* The end is when the file was last written; how long it runs is asked of the browser. What was typed is left alone. */
  function guess(form, file) {
    var started = form.elements.started, ended = form.elements.ended, at = new Date(file.lastModified);
    if (!ended.value) ended.value = local(at);
    if (started.value) return;
    if (!/^(video|audio)\//.test(file.type)) { started.value = local(new Date(at.getTime() - 1000)); return; }
    var film = document.createElement("video");
    film.preload = "metadata";
    film.onloadedmetadata = function () {
      if (!started.value && isFinite(film.duration)) started.value = local(new Date(at.getTime() - Math.max(1, Math.round(film.duration)) * 1000));
      URL.revokeObjectURL(film.src);
    };
    film.src = URL.createObjectURL(file);
  }
  /* How far this device's clock is ahead of the server's, asked once; half the way of the answer is its age. */
  function compare(form) {
    var field = form.elements.clock_offset, asked = Date.now();
    if (!field || field.value !== "0") return;
    fetch(form.action, { method: "HEAD", credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      var told = Date.parse(answer.headers.get("Date"));
      var ahead = Math.round(((asked + Date.now()) / 2 - told - 500) / 1000);
      if (told && Math.abs(ahead) > 2 && field.value === "0") field.value = ahead;
    }).catch(function () { /* The officer may still type it. */ });
  }
  function complain(form, errors) {
    Object.keys(errors).forEach(function (name) {
      var field = form.elements[{ started_at: "started", ended_at: "ended", act_seq: "act", name: "file", size: "file", sha256: "file" }[name] || name];
      if (field && field.setCustomValidity) {
        field.setCustomValidity(errors[name].join("；"));
        field.addEventListener("input", function () { field.setCustomValidity(""); }, { once: true });
      }
    });
    var texts = Object.keys(errors).map(function (name) { return errors[name].join("；"); });
    throw new Error("还不能登记：" + texts.join("；"));
  }
  function commit(form, file, sum) {
    var said = new FormData(form);
    said.delete("file");
    said.append("name", file.name); said.append("size", file.size); said.append("sha256", sum);
    return fetch(form.action, { method: "POST", body: said, credentials: "same-origin", redirect: "manual" }).then(function (answer) {
      if (answer.status === 422) return answer.json().then(function (told) { complain(form, told.errors); });
      if (!answer.ok) throw new Error("没有登记成功，请刷新页面看是否还在登录，填写的内容会保留。");
      return answer.json();
    });
  }
  function run(form, work) {
    var button = form.querySelector("[type=submit]"), said = place(form);
    function tell(text) { said.textContent = text; }
    button.disabled = true;
    work(tell).catch(function (error) { tell(error.message); button.disabled = false; button.textContent = "接着传"; });
  }
  var chosen = document.querySelector("[data-recording]");
  if (chosen && window.tus && window.sha256) {
    chosen.addEventListener("change", function () { if (chosen.files[0]) { guess(chosen.form, chosen.files[0]); compare(chosen.form); } });
    chosen.form.addEventListener("submit", function (event) {
      var form = chosen.form, file = chosen.files[0];
      if (!file) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      run(form, function (tell) {
        return digest(file, function (part) { tell("正在计算摘要 " + percent(part)); })
          .then(function (sum) { tell("正在登记"); return commit(form, file, sum); })
          .then(function (one) {
            return (one.held ? Promise.resolve() : upload(file, form, one.uploads, one.id, tell)).then(function () { location.assign(one.page); });
          });
      });
    }, true);
  }
  var sender = document.querySelector("[data-send]");
  if (sender && window.tus && window.sha256) {
    sender.addEventListener("submit", function (event) {
      event.preventDefault();
      var file = sender.elements.file.files[0];
      if (!file) return;
      run(sender, function (tell) {
        return digest(file, function (part) { tell("正在核对摘要 " + percent(part)); }).then(function (sum) {
          if (sum !== sender.dataset.sha256 && !window.confirm("这个文件的摘要与登记的不同。仍然上传的，会标明“与登记不一致”。")) throw new Error("没有上传，请选择登记时的那个文件。");
          return upload(file, sender, sender.dataset.send, sender.dataset.recordingId, tell);
        }).then(function () { location.reload(); });
      });
    });
  }
  var player = document.querySelector("[data-player] video, [data-player] audio");
  if (player) {
    Array.prototype.forEach.call(document.querySelectorAll("[data-at]"), function (link) {
      link.addEventListener("click", function (event) { event.preventDefault(); player.currentTime = +link.dataset.at; player.play(); });
    });
    var now = document.querySelector("[data-now]");
    if (now) now.addEventListener("focus", function () {
      var at = Math.floor(player.currentTime);
      if (!now.value) now.value = Math.floor(at / 60) + ":" + ("0" + at % 60).slice(-2);
    });
  }
})();
