/* 明镜浏览器核验：全部在本机计算，文件不上传。
 *
 * mingjingVerify(file: ArrayBuffer | string, {key, policy, changes}) -> report {kind, ok, code, checks: [{title, ok, detail}], end}
 * mingjingShowReport(report, node) writes it into the page with text nodes only.
 * The same checks as mingjing_verify.py, in plain JavaScript for Chromium 80 and later, without dependencies.
 * `ok` of a check is null for what is only said, not proved; code is 0 verified, 1 failed, 2 not verifiable.
 */
(function (world) {
  "use strict";

  const JSON_LIMIT = 8 << 20, TOTAL_LIMIT = 2 ** 31, RATIO_LIMIT = 200, CLOSED = "ledger:stream:closed";
  const ROLES = ["case.json", "policy.json", "mingjing_verify.py", "README.txt"];
  const MEANING = {
    commit: "说明：事件或盐在登记之后被改动。",
    note: "说明：签名不是这本台账作出的，或检查点被改动。",
    tree: "说明：这条记录不在台账里，或证明被改动。",
    file: "说明：文件内容在登记之后被改动，或被换成另一份。",
    order: "说明：有记录被删去、插入或调换。",
    witness: "说明：别的单位没有（或不再）为这个检查点作证，机关自己可能改写过历史。",
  };

  class Bad extends Error {}
  class Unfit extends Error {}

  // ── bytes ──

  const encoder = new TextEncoder();
  const utf8 = (text) => encoder.encode(text);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  function textOf(bytes, what) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (failure) {
      throw new Bad(`${what}不是 UTF-8 文字`);
    }
  }

  function unbase64(text, what) {
    let plain = "";
    try {
      plain = atob(string(text, what));
    } catch (failure) {
      throw new Bad(`${what}不是 Base64`);
    }
    const bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
    return bytes;
  }

  // ── SHA-256, SM3, SHA-512 ──

  function padded(bytes, block) {
    const tail = block / 8, size = Math.ceil((bytes.length + 1 + tail) / block) * block;
    const out = new Uint8Array(size);
    out.set(bytes);
    out[bytes.length] = 0x80;
    const view = new DataView(out.buffer);
    view.setUint32(size - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(size - 4, (bytes.length << 3) >>> 0);
    return view;
  }

  const primes = [];
  for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n);

  // Fractions of cube and square roots of the primes, exactly, by integer roots.
  function root(value, power) {
    let low = 0n, high = 1n << 140n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** power <= value) low = middle;
      else high = middle;
    }
    return low;
  }
  const MASK = (1n << 64n) - 1n;
  const K512 = primes.map((p) => root(BigInt(p) << 192n, 3n) & MASK);
  const H512 = primes.slice(0, 8).map((p) => root(BigInt(p) << 128n, 2n) & MASK);
  const K256 = Int32Array.from(K512.slice(0, 64), (k) => Number(k >> 32n) | 0);
  const H256 = H512.map((h) => Number(h >> 32n) | 0);
  const rotl = (x, n) => (x << (n & 31)) | (x >>> ((32 - n) & 31));

  function words(state) {
    const view = new DataView(new ArrayBuffer(32));
    state.forEach((word, i) => view.setInt32(4 * i, word));
    return new Uint8Array(view.buffer);
  }

  function sha256(bytes) {
    const view = padded(bytes, 64), w = new Int32Array(64), s = H256.slice();
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotl(x, 25) ^ rotl(x, 14) ^ (x >>> 3)) + (rotl(y, 15) ^ rotl(y, 13) ^ (y >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = s;
      for (let i = 0; i < 64; i++) {
        const one = (h + (rotl(e, 26) ^ rotl(e, 21) ^ rotl(e, 7)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
        const two = ((rotl(a, 30) ^ rotl(a, 19) ^ rotl(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { s[i] = (s[i] + word) | 0; });
    }
    return words(s);
  }

  const SM3_START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const SM3_T = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

  function sm3(bytes) {
    const view = padded(bytes, 64), w = new Int32Array(68), s = SM3_START.map((word) => word | 0);
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 68; i++) {
        const x = w[i - 16] ^ w[i - 9] ^ rotl(w[i - 3], 15);
        w[i] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[i - 13], 7) ^ w[i - 6];
      }
      let [a, b, c, d, e, f, g, h] = s;
      for (let j = 0; j < 64; j++) {
        const turned = rotl(a, 12), ss1 = rotl((turned + e + SM3_T[j]) | 0, 7);
        const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
        const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
        const one = (ff + d + (ss1 ^ turned) + (w[j] ^ w[j + 4])) | 0, two = (gg + h + ss1 + w[j]) | 0;
        d = c; c = rotl(b, 9); b = a; a = one;
        h = g; g = rotl(f, 19); f = e; e = two ^ rotl(two, 9) ^ rotl(two, 17);
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { s[i] ^= word; });
    }
    return words(s);
  }

  const rotr64 = (x, n) => ((x >> n) | (x << (64n - n))) & MASK;

  function sha512(bytes) {
    const view = padded(bytes, 128), w = [], s = H512.slice(), out = new DataView(new ArrayBuffer(64));
    for (let at = 0; at < view.byteLength; at += 128) {
      for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i);
      for (let i = 16; i < 80; i++) {
        const x = w[i - 15], y = w[i - 2];
        const near = rotr64(x, 1n) ^ rotr64(x, 8n) ^ (x >> 7n), far = rotr64(y, 19n) ^ rotr64(y, 61n) ^ (y >> 6n);
        w[i] = (w[i - 16] + near + w[i - 7] + far) & MASK;
      }
      let [a, b, c, d, e, f, g, h] = s;
      for (let i = 0; i < 80; i++) {
        const one = h + (rotr64(e, 14n) ^ rotr64(e, 18n) ^ rotr64(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + K512[i] + w[i];
        const two = (rotr64(a, 28n) ^ rotr64(a, 34n) ^ rotr64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g; g = f; f = e; e = (d + one) & MASK; d = c; c = b; b = a; a = (one + two) & MASK;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { s[i] = (s[i] + word) & MASK; });
    }
    s.forEach((word, i) => out.setBigUint64(8 * i, word));
    return new Uint8Array(out.buffer);
  }

  const HASHES = { sha256: sha256, sm3: sm3 };

  // ── Ed25519 (RFC 8032) ──

  const P = (1n << 255n) - 19n, L = (1n << 252n) + 27742317777372353535851937790883648493n;
  const mod = (x) => ((x % P) + P) % P;
  const little = (bytes) => BigInt("0x" + (hex(Uint8Array.from(bytes).reverse()) || "0"));

  function power(base, exponent) {
    let found = 1n;
    for (let x = mod(base), e = exponent; e; e >>= 1n, x = (x * x) % P) if (e & 1n) found = (found * x) % P;
    return found;
  }
  const D = mod(-121665n * power(121666n, P - 2n));

  function plus(p, q) {
    const a = (p[1] - p[0]) * (q[1] - q[0]), b = (p[1] + p[0]) * (q[1] + q[0]);
    const c = ((2n * p[3] * q[3]) % P) * D, d = 2n * p[2] * q[2];
    const e = mod(b - a), f = mod(d - c), g = mod(d + c), h = mod(b + a);
    return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
  }

  function times(number, point) {
    let total = [0n, 1n, 1n, 0n];
    for (let n = number, q = point; n; n >>= 1n, q = plus(q, q)) if (n & 1n) total = plus(total, q);
    return total;
  }

  function pointOf(bytes) {
    const whole = little(bytes), sign = whole >> 255n, y = whole & ((1n << 255n) - 1n);
    const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) x = mod(x * power(2n, (P - 1n) / 4n));
    if (y >= P || mod(x * x - square) || (!x && sign)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  }

  const BASE = pointOf(unhex("58" + "66".repeat(31)));

  function ed25519(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    const a = pointOf(key), r = pointOf(signature.slice(0, 32)), s = little(signature.slice(32));
    if (!a || !r || s >= L) return false;
    const k = little(sha512(joined(signature.slice(0, 32), key, message))) % L;
    const left = times(s, BASE), right = plus(r, times(k, a));
    return !mod(left[0] * right[2] - right[0] * left[2]) && !mod(left[1] * right[2] - right[1] * left[2]);
  }

  // ── SM2 (GB/T 32918.2) with SM3 on the recommended curve, the signer's name that of the standard ──

  const SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFFn, SM2_A = SM2_P - 3n;
  const SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93n;
  const SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123n;
  const SM2_G = [
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7n,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0n,
  ];
  const SM2_TYPE = joined([255], utf8("mingjing/sm2-with-sm3@1\n")), SIGNER = utf8("1234567812345678");
  const large = (bytes) => BigInt("0x" + (hex(bytes) || "0"));
  const sm2mod = (x) => ((x % SM2_P) + SM2_P) % SM2_P;
  const bytes32 = (x) => unhex(x.toString(16).padStart(64, "0"));

  function sm2twice(p) {
    const [x, y, z] = p;
    if (!y || !z) return [0n, 1n, 0n];
    const square = (y * y) % SM2_P, s = (4n * x * square) % SM2_P, m = sm2mod(3n * (x - z * z) * (x + z * z));
    const fresh = sm2mod(m * m - 2n * s);
    return [fresh, sm2mod(m * (s - fresh) - 8n * square * square), (2n * y * z) % SM2_P];
  }

  function sm2plus(p, q) {
    if (!p[2] || !q[2]) return p[2] ? p : q;
    const z1 = (p[2] * p[2]) % SM2_P, z2 = (q[2] * q[2]) % SM2_P, u1 = (p[0] * z2) % SM2_P, s1 = (p[1] * z2 * q[2]) % SM2_P;
    const h = sm2mod(q[0] * z1 - u1), r = sm2mod(q[1] * z1 * p[2] - s1);
    if (!h) return r ? [0n, 1n, 0n] : sm2twice(p);
    const h2 = (h * h) % SM2_P, h3 = (h2 * h) % SM2_P, v = (u1 * h2) % SM2_P, x = sm2mod(r * r - h3 - 2n * v);
    return [x, sm2mod(r * (v - x) - s1 * h3), (h * p[2] * q[2]) % SM2_P];
  }

  function sm2sum(s, t, key) {
    const base = [SM2_G[0], SM2_G[1], 1n], table = [null, base, key, sm2plus(base, key)];
    let found = [0n, 1n, 0n];
    for (let at = 255n; at >= 0n; at--) {
      found = sm2twice(found);
      const bits = Number(((s >> at) & 1n) | (((t >> at) & 1n) << 1n));
      if (bits) found = sm2plus(found, table[bits]);
    }
    return found;
  }

  function sm2inverse(z) {
    let found = 1n;
    for (let x = z, e = SM2_P - 2n; e; e >>= 1n, x = (x * x) % SM2_P) if (e & 1n) found = (found * x) % SM2_P;
    return found;
  }

  function sm2(key, message, signature) {
    if (key.length !== 65 || key[0] !== 4 || signature.length !== 64) return false;
    const x = large(key.slice(1, 33)), y = large(key.slice(33)), r = large(signature.slice(0, 32)), s = large(signature.slice(32));
    if (x >= SM2_P || y >= SM2_P || sm2mod(y * y - x * x * x - SM2_A * x - SM2_B)) return false;
    const t = (r + s) % SM2_N;
    if (!r || !s || !t || r >= SM2_N || s >= SM2_N) return false;
    const curve = joined(...[SM2_A, SM2_B, SM2_G[0], SM2_G[1], x, y].map(bytes32));
    const digest = large(sm3(joined(sm3(joined([0, SIGNER.length * 8], SIGNER, curve)), message)));
    const point = sm2sum(s, t, [x, y, 1n]);
    if (!point[2]) return false;
    const inverse = sm2inverse(point[2]);
    return (digest + ((point[0] * inverse * inverse) % SM2_P)) % SM2_N === r;
  }

  // ── trees and checkpoints ──

  function included(hash, index, size, leaf, proof, wanted) {
    if (!(index >= 0 && index < size) || wanted.length !== 32) return false;
    let place = BigInt(index), last = BigInt(size) - 1n, found = leaf;
    for (const step of proof) {
      if (!last || step.length !== 32) return false;
      const left = place & 1n || place === last;
      found = hash(left ? joined([1], step, found) : joined([1], found, step));
      while (left && place && !(place & 1n)) { place >>= 1n; last >>= 1n; }
      place >>= 1n;
      last >>= 1n;
    }
    return !last && same(found, wanted);
  }

  function treeRoot(hash, leaves) {
    let row = leaves.length ? leaves : [hash(new Uint8Array(0))];
    while (row.length > 1) {
      const next = [];
      for (let i = 0; i < row.length; i += 2) next.push(i + 1 < row.length ? hash(joined([1], row[i], row[i + 1])) : row[i]);
      row = next;
    }
    return row[0];
  }

  function opened(note, origin, key) {
    const gap = note.lastIndexOf("\n\n"), text = note.slice(0, gap + 1), lines = text.split("\n");
    if (gap < 0 || lines.length < 4 || !/^(?:0|[1-9][0-9]{0,14})$/.test(lines[1])) throw new Bad("检查点格式不对");
    if (lines[0] !== origin) throw new Bad(`检查点属于另一本台账“${lines[0].slice(0, 80)}”`);
    const own = sha256(joined(utf8(origin), [10, 1], key)).slice(0, 4);
    for (const line of note.slice(gap + 2).split("\n").slice(0, 16)) {
      const parts = line.split(" ");
      if (parts.length !== 3 || parts[0] !== "—" || parts[1] !== origin) continue;
      const signature = unbase64(parts[2], "签名");
      if (same(signature.slice(0, 4), own) && ed25519(key, utf8(text), signature.slice(4))) {
        return { size: Number(lines[1]), root: unbase64(lines[2], "根") };
      }
    }
    throw new Bad("检查点没有这把公钥的有效签名");
  }

  // ── reading what strangers wrote ──

  const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  function string(value, what) {
    if (typeof value !== "string") throw new Bad(`${what}缺失或不是文字`);
    return value;
  }
  function number(value, what) {
    if (!Number.isSafeInteger(value) || value < 0) throw new Bad(`${what}缺失或不是自然数`);
    return value;
  }
  function mapping(value, what) {
    if (!isMap(value)) throw new Bad(`${what}缺失或不是对象`);
    return value;
  }
  function listing(value, what) {
    if (!Array.isArray(value)) throw new Bad(`${what}缺失或不是列表`);
    return value;
  }
  function parsed(text, what) {
    let value = null;
    try {
      value = JSON.parse(text);
    } catch (failure) {
      throw new Bad(`${what}不是完整的 JSON`);
    }
    return mapping(value, what);
  }
  const own = (map, key) => (Object.prototype.hasOwnProperty.call(map, key) ? map[key] : undefined);

  function keyBytes(text) {
    const plain = text.trim(), named = /^[^+\s]+\+[0-9a-f]{8}\+(\S+)$/.exec(plain);
    let raw = /^[0-9a-fA-F]{64}$/.test(plain) ? unhex(plain) : unbase64(named ? named[1] : plain, "公钥");
    if (raw.length === 33 && raw[0] === 1) raw = raw.slice(1);
    if (raw.length !== 32) throw new Bad("不是 Ed25519 公钥");
    return raw;
  }

  // ── keys, witnesses and how one key brings in the next (C2SP signed-note, tlog-cosignature, tlog-policy) ──

  const begins = (bytes, start) => bytes.length >= start.length && start.every((byte, i) => byte === bytes[i]);
  const keyNumber = (name, raw) => sha256(joined(utf8(name), [10], raw)).slice(0, 4);

  function noteParts(note) {
    const gap = note.lastIndexOf("\n\n");
    if (gap < 0) throw new Bad("检查点格式不对");
    const lines = note.slice(gap + 2).replace(/\n+$/, "").split("\n").slice(0, 64).map((line) => line.split(" "));
    const signed = lines.filter((parts) => parts.length === 3 && parts[0] === "—");
    return { text: note.slice(0, gap + 1), lines: signed.map((parts) => [parts[1], unbase64(parts[2], "签名")]) };
  }

  function readKey(text) {
    const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
    if (!parts) throw new Bad("公钥应写成 名称+编号+Base64");
    const name = parts[1], raw = unbase64(parts[3], "公钥"), type = [[1], [4], SM2_TYPE].find((each) => begins(raw, each));
    if (hex(keyNumber(name, raw)) !== parts[2]) throw new Bad(`公钥“${name.slice(0, 80)}”的编号与内容不符，可能抄错了`);
    if (!type || raw.length - type.length !== (type === SM2_TYPE ? 65 : 32)) throw new Bad(`公钥“${name.slice(0, 80)}”不是 Ed25519 或 SM2 公钥`);
    return { name: name, raw: raw };
  }

  function signedBy(raw, message, signature) {
    if (begins(raw, SM2_TYPE)) return sm2(raw.slice(SM2_TYPE.length), message, signature);
    return raw[0] === 1 && ed25519(raw.slice(1), message, signature);
  }

  const KEY_FORM = /^(\S+)\/keys\nmingjing-key@1\nafter (0|[1-9][0-9]{0,17})\nsigner (\S+)\nnext (\S+)\ntime (\S+)\n$/;

  function changeOf(statement, origin) {
    const parts = noteParts(statement), found = KEY_FORM.exec(parts.text);
    if (!found || found[1] !== origin) throw new Bad("密钥更换声明格式不对，或属于另一本台账");
    const keys = [readKey(found[3]).raw, readKey(found[4]).raw];
    for (const key of keys) {
      const number = keyNumber(`${origin}/keys`, key);
      const good = parts.lines.some((line) => same(line[1].slice(0, 4), number) && signedBy(key, utf8(parts.text), line[1].slice(4)));
      if (!good) throw new Bad("密钥更换声明缺少新钥或旧钥的有效签名");
    }
    return { after: BigInt(found[2]), signer: hex(keys[0]), next: hex(keys[1]) };
  }

  // Whether statements lead from a trusted key to the one that signed a checkpoint of this size: forwards the old key
  // brought in the new one, backwards the new one names the old one, which signs no larger checkpoint.
  function leads(pinned, wanted, statements, origin, size) {
    const every = Array.from(new Set(statements)).slice(0, 64).map((one) => changeOf(one, origin));
    const changes = every.filter((one) => one.signer.length === 66 && one.next.length === 66 && one.signer.startsWith("01") && one.next.startsWith("01"));
    const order = (one) => one.after.toString().padStart(18, "0") + one.signer + one.next;
    changes.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    const start = "01" + hex(pinned), end = "01" + hex(wanted), many = BigInt(size);
    let reached = start;
    for (const one of changes) {
      if (one.signer !== reached) continue;
      reached = one.next;
      if (reached === end) return many > one.after;
    }
    reached = start;
    for (const one of changes.reverse()) {
      if (one.next !== reached) continue;
      reached = one.signer;
      if (reached === end) return many <= one.after;
    }
    return false;
  }

  function readPolicy(text) {
    const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "" }, quorums = [];
    // eslint-disable-next-line no-control-regex
    if (text.length > 65536 || /[\x00-\x08\x0b-\x1f\x7f]/.test(text)) throw new Bad("见证策略文件过长，或有控制字符");
    text.split("\n").forEach((line, at) => {
      const words = line.trim().split(/\s+/);
      if (!words[0] || words[0].startsWith("#")) return;
      try {
        policyLine(policy, quorums, words);
      } catch (failure) {
        if (!(failure instanceof Bad)) throw failure;
        throw new Bad(`见证策略第 ${at + 1} 行：${failure.message}`);
      }
    });
    if (quorums.length !== 1) throw new Bad("见证策略里应有一行 quorum（不要求见证时写 quorum none）");
    policy.quorum = quorums[0];
    return policy;
  }

  function policyLine(policy, quorums, words) {
    const kind = words[0], alias = words[1], known = (name) => policy.witnesses.has(name) || policy.groups.has(name);
    if ((kind === "witness" || kind === "group") && words.length > 1 && (known(alias) || alias === "none")) throw new Bad(`名称“${alias.slice(0, 80)}”重复，或者用了 none`);
    if (kind === "log" && (words.length === 2 || words.length === 3)) policy.logs.push(readKey(alias));
    else if (kind === "witness" && (words.length === 3 || words.length === 4)) {
      const key = readKey(words[2]);
      if (key.raw[0] !== 4) throw new Bad("见证单位的公钥应是见证签名用的（类型 0x04），请用 mingjing witness init 显示的那一行");
      if (Array.from(policy.witnesses.values()).some((other) => same(other.raw, key.raw))) throw new Bad("两家见证单位用了同一把公钥");
      policy.witnesses.set(alias, key);
    } else if (kind === "group" && words.length > 3) {
      const members = words.slice(3), used = [].concat(...Array.from(policy.groups.values(), (group) => group.members));
      if (!members.every(known) || new Set(members).size !== members.length || members.some((one) => used.includes(one))) throw new Bad("组里的成员要先在前面写明，并且只能用一次");
      const needed = words[2] === "all" ? members.length : words[2] === "any" ? 1 : /^[1-9][0-9]{0,3}$/.test(words[2]) ? Number(words[2]) : 0;
      if (!needed || needed > members.length) throw new Bad("组的家数应是 1 到成员数之间的整数，或 all、any");
      policy.groups.set(alias, { needed: needed, members: members });
    } else if (kind === "quorum" && words.length === 2 && (alias === "none" || known(alias))) quorums.push(alias);
    else throw new Bad("读不懂，每行应是 log、witness、group 或 quorum 开头");
  }

  function satisfied(policy, alias, found) {
    if (alias === "none" || policy.witnesses.has(alias)) return alias === "none" || found.has(alias);
    const group = policy.groups.get(alias);
    return group.members.filter((one) => satisfied(policy, one, found)).length >= group.needed;
  }

  function quorumWords(policy) {
    if (policy.quorum === "none") return "不要求见证";
    if (policy.witnesses.has(policy.quorum)) return `须有 ${policy.quorum} 见证`;
    const group = policy.groups.get(policy.quorum);
    return `${group.members.join("、")} 中至少 ${group.needed} 家见证`;
  }

  function cosignedAt(text, witness, signature) {
    if (signature.length !== 76 || !same(signature.slice(0, 4), keyNumber(witness.name, witness.raw))) return -1;
    const at = large(signature.slice(4, 12)), message = utf8(`cosignature/v1\ntime ${at}\n${text}`);
    return at < 1n << 40n && ed25519(witness.raw.slice(1), message, signature.slice(12)) ? Number(at) : -1;
  }

  function cosigners(note, policy) {
    const parts = noteParts(note), found = new Map();
    policy.witnesses.forEach((witness, alias) => {
      const times = parts.lines.filter((line) => line[0] === witness.name).map((line) => cosignedAt(parts.text, witness, line[1]));
      const last = Math.max(-1, ...times);
      if (last >= 0) found.set(alias, last);
    });
    return found;
  }

  // ── one proof ──

  function proofOf(raw) {
    mapping(raw, "证明");
    if (raw.format !== "mingjing-bundle@1") throw new Bad("证明的格式不是 mingjing-bundle@1");
    const proof = {
      origin: string(raw.origin, "台账名称"), index: number(raw.index, "序号"), key: unbase64(raw.public_key, "公钥"),
      sealed: string(raw.event, "私有事件"), entryText: string(raw.entry, "公开条目"), salt: string(raw.salt, "盐"), trees: {},
    };
    const told = (name, what) => string(own(raw, name) === undefined ? "" : raw[name], what);
    const changes = own(raw, "key_changes") === undefined ? [] : listing(raw.key_changes, "密钥更换声明");
    proof.changes = changes.map((one) => string(one, "密钥更换声明")).slice(0, 64);
    proof.sm2 = told("key_sm2", "SM2 公钥");
    proof.statement = told("key_sm2_statement", "SM2 公钥声明");
    if (!/^[0-9a-f]{32}$/.test(proof.salt)) throw new Bad("盐不是 16 字节的十六进制");
    proof.event = parsed(proof.sealed, "私有事件");
    proof.entry = parsed(proof.entryText, "公开条目");
    proof.seq = number(proof.event.seq, "流水号");
    proof.objects = listing(proof.event.objects, "材料清单").map((named) => mapping(named, "材料"));
    for (const name of Object.keys(HASHES)) {
      const tree = mapping(own(mapping(raw.trees, "树"), name), `${name} 树`), steps = listing(tree.proof, "路径");
      if (steps.length > 64) throw new Bad("路径过长");
      proof.trees[name] = { proof: steps.map((step) => unbase64(step, "路径")), note: string(tree.checkpoint, "检查点") };
    }
    proof.base = JSON.stringify([proof.origin, hex(proof.key), proof.trees.sha256.note, proof.trees.sm3.note]);
    return proof;
  }

  function notCommitted(proof) {
    const data = joined(unhex(proof.salt), utf8(proof.sealed));
    const wanted = { c256: hex(sha256(data)), csm3: hex(sm3(data)), time: proof.event.at, v: 1 };
    const wrong = Object.keys(wanted).filter((key) => own(proof.entry, key) !== wanted[key]);
    return wrong.length ? `${wrong.join("、")} 与事件不符` : "";
  }

  function headsOf(proof) {
    const heads = {};
    for (const name of Object.keys(HASHES)) {
      heads[name] = opened(proof.trees[name].note, proof.origin + (name === "sm3" ? "/sm3" : ""), proof.key);
    }
    if (heads.sha256.size !== heads.sm3.size) throw new Bad("两棵树的检查点条数不同");
    return heads;
  }

  function notInTrees(proof, heads) {
    const data = joined([0], utf8(proof.entryText));
    const wrong = Object.keys(HASHES).filter((name) => {
      const hash = HASHES[name], head = heads[name];
      return !included(hash, proof.index, head.size, hash(data), proof.trees[name].proof, head.root);
    });
    return wrong.length ? `不在 ${wrong.join("、")} 树中` : "";
  }

  // ── the report ──

  // What is only said, not proved, but must stand beside “passed”.
  const OPEN = {
    完整性: "案卷没有封存，不能证明没有后来的记录",
    未随包材料: "有登记的材料没有随包",
    公钥: "公钥尚未与行政机关公布的核对",
  };

  class Report {
    constructor() {
      this.kind = "";
      this.checks = [];
      this.unfit = "";
    }
    add(title, ok, detail) {
      this.checks.push({ title: title, ok: ok, detail: detail });
    }
    tell(title, faults, good, meaning) {
      const more = faults.length > 5 ? `；等共 ${faults.length} 处` : "";
      this.add(title, !faults.length, faults.length ? `${faults.slice(0, 5).join("；")}${more}。${meaning}` : good);
    }
    plain() {
      const failed = this.checks.filter((check) => check.ok === false).length;
      const code = this.unfit ? 2 : failed || !this.checks.length ? 1 : 0;
      const left = this.checks.filter((check) => check.ok === null && OPEN[check.title]).map((check) => OPEN[check.title]);
      let end = left.length ? `核验通过（${left.join("；")}）。` : "核验通过。";
      if (code === 1) end = `核验不通过：${failed} 项不符，这份文件不能作为原始记录使用。`;
      if (code === 2) end = `不能核验：${this.unfit}`;
      return { kind: this.kind, ok: code === 0, code: code, checks: this.checks, end: end };
    }
  }

  function proved(report, proofs, broken) {
    if (!proofs.length) return report.add("事件与承诺", false, broken.slice(0, 5).join("；") || "没有任何记录。");
    const count = `${proofs.length} 条记录`, first = proofs[0];
    const each = (why) => proofs.map((p) => [p.index, why(p)]).filter((pair) => pair[1]).map((pair) => `第 ${pair[0]} 条${pair[1]}`);
    report.tell("事件与承诺", broken.concat(each(notCommitted)), `${count}与台账中的加盐承诺一致。`, MEANING.commit);
    const faults = [];
    let heads = null;
    try {
      heads = first.heads = headsOf(first);
    } catch (failure) {
      if (!(failure instanceof Bad)) throw failure;
      faults.push(failure.message);
    }
    if (proofs.some((proof) => proof.base !== first.base)) faults.push("各条记录的检查点或公钥不是同一个");
    const size = heads ? heads.sha256.size : 0;
    report.tell("检查点签名", faults, `SHA-256 与 SM3 两个检查点签名有效，台账共 ${size} 条。`, MEANING.note);
    first.opened = Boolean(heads);
    if (!faults.length && first.sm2) nationalLine(report, first);
    if (faults.length) return report.add("收录证明", false, "检查点无效，无从比对。");
    return report.tell("收录证明", each((proof) => notInTrees(proof, heads)), `${count}都在两棵树中。`, MEANING.tree);
  }

  function toldKey(report, proof, pinned) {
    const text = btoa(String.fromCharCode(1, ...proof.key));
    if (!pinned || !pinned.key) report.add("公钥", null, `台账“${proof.origin}”，公钥 ${text}。公钥随文件而来，请向行政机关核实公布的公钥。`);
    else if (same(pinned.key, proof.key)) report.add("公钥", true, `台账“${proof.origin}”的公钥与公布的一致。`);
    else if (proof.opened && ledTo(proof, pinned.key, pinned)) report.add("公钥", true, `台账“${proof.origin}”的公钥更换过，从公布的那一把起，每次更换都有新旧两把密钥的签名。`);
    else report.add("公钥", false, `文件用的公钥 ${text} 不是公布的那一把。说明：签名不是该机关的台账作出的。`);
  }

  // The statements that the file carries, and those of this log that the page knows: an older file lacks the newer ones.
  function ledTo(proof, from, pinned) {
    const known = pinned.changes.filter((one) => String(one).startsWith(`${proof.origin}/keys\n`));
    return leads(from, proof.key, proof.changes.concat(known), proof.origin, proof.heads.sha256.size);
  }

  // The SM2 signature of the SM3 checkpoint; its key is vouched for by the log's own key.
  function nationalLine(report, proof) {
    const key = readKey(proof.sm2), parts = noteParts(proof.trees.sm3.note), number = keyNumber(key.name, key.raw);
    const mine = parts.lines.filter((line) => line[0] === key.name && same(line[1].slice(0, 4), number));
    const good = begins(key.raw, SM2_TYPE) && mine.some((line) => sm2(key.raw.slice(SM2_TYPE.length), utf8(parts.text), line[1].slice(4)));
    const faults = good ? [] : ["SM3 检查点没有这把 SM2 公钥的有效签名"];
    let vouched = proof.statement.includes(`\nnext ${proof.sm2}\n`);
    try {
      changeOf(proof.statement, proof.origin);
    } catch (failure) {
      if (!(failure instanceof Bad)) throw failure;
      vouched = false;
    }
    if (!vouched) faults.push("SM2 公钥没有台账密钥的声明");
    report.tell("国密签名", faults, "SM3 检查点的 SM2 签名有效，SM2 公钥由台账密钥声明。", MEANING.note);
  }

  function witnessed(report, proof, pinned) {
    const note = proof.trees.sha256.note, policy = pinned && pinned.policy;
    if (!proof.opened) return;
    if (!policy) {
      const others = noteParts(note).lines.map((line) => line[0]).filter((name) => name !== proof.origin);
      if (others.length) report.add("见证", null, `检查点带有 ${others.length} 个见证签名（${others.join("、").slice(0, 300)}），选择见证策略核对。`);
      return;
    }
    const logs = policy.logs.filter((log) => log.name === proof.origin && log.raw[0] === 1).map((log) => log.raw.slice(1));
    const known = logs.some((key) => same(key, proof.key) || ledTo(proof, key, pinned));
    if (policy.logs.length && !known) report.add("公钥", false, "见证策略里没有这本台账的这把公钥。说明：签名不是该机关的台账作出的。");
    const found = cosigners(note, policy), moment = (at) => new Date(at * 1000).toISOString().replace("T", " ").slice(0, 19);
    const times = Array.from(found, (pair) => `${pair[0]}（${moment(pair[1])} UTC）`).join("、") || "无";
    const faults = satisfied(policy, policy.quorum, found) ? [] : [`${quorumWords(policy)}，检查点上有效的只有 ${times}`];
    report.tell("见证", faults, `${quorumWords(policy)}：${times}。`, MEANING.witness);
  }

  const digests = (bytes) => ({ sha256: hex(sha256(bytes)), sm3: hex(sm3(bytes)), size: bytes.length });
  const matches = (wanted, named) => Object.keys(wanted).every((key) => own(named, key) === wanted[key]);

  function decision(report, value, pinned) {
    report.kind = "决定证明";
    const paper = mapping(value.document, "文书"), name = string(paper.name, "文书名称");
    const content = "text" in paper ? utf8(string(paper.text, "文书正文")) : unbase64(paper.content, "文书内容");
    const proof = proofOf(value.bundle), wanted = Object.assign({ name: name }, digests(content));
    const faults = proof.objects.some((named) => matches(wanted, named)) ? [] : [`“${name}”与登记的摘要不符`];
    report.tell("文件与记录", faults, `“${name}”的 SHA-256、SM3 和长度与登记的一致。`, MEANING.file);
    proved(report, [proof], []);
    report.add("登记", null, `台账第 ${proof.index} 条，${proof.event.at}（UTC），事件 ${proof.event.kind}。`);
    toldKey(report, proof, pinned);
    witnessed(report, proof, pinned);
  }

  // ── ZIP ──

  const CRC = Int32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  function crc32(bytes) {
    let c = -1;
    for (let i = 0; i < bytes.length; i++) c = CRC[(c ^ bytes[i]) & 255] ^ (c >>> 8);
    return (c ^ -1) >>> 0;
  }

  function codesOf(lengths) {
    const counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    for (let i = 1; i < 16; i++) offsets[i] = offsets[i - 1] + counts[i - 1];
    lengths.forEach((length, symbol) => { if (length) symbols[offsets[length]++] = symbol; });
    return { counts: counts, symbols: symbols };
  }

  const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_MORE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const FAR_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  const FAR_MORE = FAR_BASE.map((_, i) => (i < 4 ? 0 : (i >> 1) - 1));
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const FIXED = [
    codesOf(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
    codesOf(new Array(30).fill(5)),
  ];

  function inflate(data, size) {
    const out = new Uint8Array(size);
    let at = 0, bit = 0, bits = 0, end = 0;
    const wrong = () => { throw new Bad("压缩数据损坏"); };
    function take(count) {
      while (bits < count) {
        if (at >= data.length) wrong();
        bit |= data[at++] << bits;
        bits += 8;
      }
      const value = bit & ((1 << count) - 1);
      bit >>>= count;
      bits -= count;
      return value;
    }
    function symbol(codes) {
      let code = 0, first = 0, index = 0;
      for (let length = 1; length < 16; length++) {
        code |= take(1);
        const count = codes.counts[length];
        if (code - count < first) return codes.symbols[index + code - first];
        index += count;
        first = (first + count) << 1;
        code <<= 1;
      }
      return wrong();
    }
    function dynamic() {
      const literals = take(5) + 257, fars = take(5) + 1, count = take(4) + 4, small = new Array(19).fill(0), lengths = [];
      for (let i = 0; i < count; i++) small[ORDER[i]] = take(3);
      const codes = codesOf(small);
      while (lengths.length < literals + fars) {
        const found = symbol(codes);
        if (found < 16) { lengths.push(found); continue; }
        if (found === 16 && !lengths.length) wrong();
        const value = found === 16 ? lengths[lengths.length - 1] : 0;
        let times16 = found === 16 ? take(2) + 3 : found === 17 ? take(3) + 3 : take(7) + 11;
        while (times16--) lengths.push(value);
      }
      return [codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals, literals + fars))];
    }
    let last = 0;
    while (!last) {
      last = take(1);
      const type = take(2);
      if (type === 3) wrong();
      if (type === 0) {
        bit = bits = 0;
        const length = data[at] | (data[at + 1] << 8);
        at += 4;
        if (at + length > data.length || end + length > size) wrong();
        out.set(data.subarray(at, at + length), end);
        at += length;
        end += length;
        continue;
      }
      const [literal, far] = type === 1 ? FIXED : dynamic();
      for (;;) {
        const found = symbol(literal);
        if (found === 256) break;
        if (found < 256) {
          if (end >= size) wrong();
          out[end++] = found;
          continue;
        }
        if (found > 285) wrong();
        const length = LENGTH_BASE[found - 257] + take(LENGTH_MORE[found - 257]), code = symbol(far);
        if (code > 29) wrong();
        const distance = FAR_BASE[code] + take(FAR_MORE[code]);
        if (distance > end || end + length > size) wrong();
        for (let i = 0; i < length; i++, end++) out[end] = out[end - distance];
      }
    }
    if (end !== size) wrong();
    return out;
  }

  function membersOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), found = new Map();
    let end = bytes.length - 22;
    while (end >= 0 && end > bytes.length - 65558 && view.getUint32(end, true) !== 0x06054b50) end--;
    if (end < 0 || end <= bytes.length - 65558) throw new Bad("文件包（ZIP）的结构已损坏");
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true), total = 0;
    for (let i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Bad("文件包（ZIP）的结构已损坏");
      const nameSize = view.getUint16(at + 28, true), raw = bytes.subarray(at + 46, at + 46 + nameSize), name = textOf(raw, "文件名");
      const member = {
        name: name, raw: raw, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), start: view.getUint32(at + 42, true),
      };
      total += member.size;
      if (found.has(name) || name.includes("\0")) throw new Bad(`文件包里有重复的名字“${name.slice(0, 80)}”`);
      if (name.startsWith("/") || /[\\:]/.test(name) || name.split("/").includes("..")) throw new Bad(`文件包里有越出文件夹的名字“${name.slice(0, 80)}”`);
      if (view.getUint16(at + 8, true) & 1) throw new Bad("文件包加了密，请先解密");
      if (total > TOTAL_LIMIT || (member.size > 1 << 20 && member.size > RATIO_LIMIT * Math.max(member.packed, 1))) throw new Bad("文件包过大或压缩比异常，请改用 mingjing_verify.py 核验");
      if (!name.endsWith("/") || member.size) found.set(name, member);
      at += 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return { bytes: bytes, view: view, found: found };
  }

  function contentOf(zip, name) {
    const member = zip.found.get(name), at = member.start;
    if (zip.view.getUint32(at, true) !== 0x04034b50) throw new Bad(`${name} 损坏`);
    const nameSize = zip.view.getUint16(at + 26, true), start = at + 30 + nameSize + zip.view.getUint16(at + 28, true);
    const data = zip.bytes.subarray(start, start + member.packed);
    if (!same(zip.bytes.subarray(at + 30, at + 30 + nameSize), member.raw) || (member.method && member.method !== 8)) throw new Bad(`${name} 损坏`);
    const content = member.method ? inflate(data, member.size) : data;
    if (content.length !== member.size || crc32(content) !== member.crc) throw new Bad(`${name} 损坏`);
    return content;
  }

  function small(zip, name) {
    if (!zip.found.has(name)) throw new Bad(`文件包里没有 ${name}`);
    if (zip.found.get(name).size > JSON_LIMIT) throw new Bad(`${name} 过大`);
    return parsed(textOf(contentOf(zip, name), name), name);
  }

  // ── a case file ──

  function caseFile(report, zip, pinned) {
    if (!zip.found.has("case.json")) throw new Unfit("文件包里没有 case.json，不是明镜导出的案卷");
    const manifest = small(zip, "case.json");
    if (manifest.format !== "mingjing-case@1") throw new Unfit("case.json 的格式不是 mingjing-case@1");
    const stream = string(manifest.stream, "案卷标识"), proofs = [], broken = [];
    report.kind = `案卷 ${stream.slice(0, 100)}`;
    const names = Array.from(zip.found.keys()).filter((name) => name.startsWith("events/")).sort();
    for (const name of names) {
      try {
        proofs.push(proofOf(small(zip, name)));
      } catch (failure) {
        if (!(failure instanceof Bad || failure instanceof RangeError)) throw failure;
        broken.push(`${name} 读不出来（${failure.message}）`);
      }
    }
    proved(report, proofs, broken);
    sequence(report, stream, names, proofs, manifest);
    files(report, zip, manifest, proofs);
    if (!proofs.length) return;
    const policy = small(zip, "policy.json");
    const fits = policy.origin === proofs[0].origin && same(keyBytes(string(policy.key, "公钥")), proofs[0].key);
    report.tell("台账公钥文件", fits ? [] : ["与各条记录所用的不一致"], "policy.json 与各条记录一致。", "");
    toldKey(report, proofs[0], pinned);
    witnessed(report, proofs[0], pinned);
  }

  function sequence(report, stream, names, proofs, manifest) {
    const faults = proofs.length ? [] : ["文件包里没有任何记录"];
    if (manifest.events !== names.length || names.some((name, i) => name !== `events/${String(i + 1).padStart(6, "0")}.json`)) faults.push("记录文件的编号有缺，或与清单所记条数不符");
    let previous = "", last = -1;
    proofs.forEach((proof, i) => {
      if (proof.seq !== i + 1 || proof.event.stream !== stream) faults.push(`第 ${i + 1} 号位置上是“${String(proof.event.stream).slice(0, 60)}”的第 ${proof.seq} 号`);
      if (proof.event.prev !== previous || proof.index <= last) faults.push(`第 ${i + 1} 号与前一号接不上`);
      previous = String(proof.entry.c256);
      last = proof.index;
    });
    report.tell("记录顺序", faults, `第 1 号至第 ${proofs.length} 号连续无缺，前后相接。`, MEANING.order);
    const kinds = proofs.map((proof) => proof.event.kind), at = kinds.lastIndexOf(CLOSED);
    if (Boolean(manifest.closed) !== (at >= 0 && at === proofs.length - 1)) report.add("完整性", false, "清单所称是否封存与记录不符。说明：封存记录或其后的记录被删去。");
    else if (at < 0) report.add("完整性", null, "本案卷尚未封存：已有记录真实，但不能证明此后没有新的记录。");
    else sealed(report, proofs, at);
  }

  function sealed(report, proofs, at) {
    const payload = proofs[at].event.payload, seal = isMap(payload) && isMap(payload.seal) ? payload.seal : {};
    const hashes = proofs.slice(0, at).map((proof) => String(proof.entry.c256)).filter((c) => /^[0-9a-f]{64}$/.test(c)).map(unhex);
    const rootOf = (hash) => hex(treeRoot(hash, hashes.map((each) => hash(joined([0], each)))));
    const wanted = { count: at, root256: rootOf(sha256), rootsm3: rootOf(sm3) };
    const fits = matches(wanted, seal) && Object.keys(seal).length === 3, after = proofs.length - 1 - at;
    const tail = after ? `其后还有 ${after} 条，不在封存之内。` : "";
    report.tell("完整性", fits ? [] : ["封存时的条数或根与包内记录不符"], `封存时共 ${at} 条，条数与根相符。${tail}`, "说明：案卷不完整，有记录被删去或替换。");
  }

  function files(report, zip, manifest, proofs) {
    const faults = [], listed = new Set(), have = new Set();
    for (const item of listing(manifest.files, "文件清单")) {
      const path = string(mapping(item, "文件").path, "路径"), why = listed.has(path) ? "清单里重复" : fileFault(zip, item, path, proofs);
      listed.add(path);
      have.add(item.sha256);
      if (why) faults.push(`“${path.slice(0, 120)}”${why}`);
    }
    report.tell("文件与记录", faults, `${listed.size} 个文件都在，内容、名称与登记的一致。`, MEANING.file);
    const broken = ROLES.filter((name) => zip.found.has(name) && !readable(zip, name));
    if (broken.length) report.add("附带文件", false, `${broken.join("、")} 读不出来。说明：文件包损坏。`);
    const extra = Array.from(zip.found.keys()).filter((name) => !listed.has(name) && !ROLES.includes(name) && !/^events\/[0-9]{6}\.json$/.test(name));
    report.tell("多余文件", extra.map((name) => `“${name.slice(0, 120)}”`), "没有清单以外的文件（清单、公钥、说明和核验程序本身不是案卷材料）。", "说明：它们没有任何证明，不属于案卷。");
    const absent = new Set();
    for (const proof of proofs) for (const named of proof.objects) if (!have.has(named.sha256)) absent.add(String(named.name));
    if (absent.size) report.add("未随包材料", null, `记录中提到、但没有放进文件包的材料 ${absent.size} 份：${Array.from(absent).sort().slice(0, 10).join("、").slice(0, 400)}`);
  }

  function readable(zip, name) {
    try {
      contentOf(zip, name);
      return true;
    } catch (failure) {
      return false;
    }
  }

  function fileFault(zip, item, path, proofs) {
    if (!zip.found.has(path)) return "不在文件包里";
    if (!readable(zip, path)) return "读不出来，文件损坏";
    const wanted = digests(contentOf(zip, path)), name = string(item.name, "文件名");
    if (!matches(wanted, item)) return "的摘要与清单不符";
    // eslint-disable-next-line no-control-regex
    const safe = Array.from(name.replace(/[\x00-\x1f\x7f/\\:*?"<>|]/g, "_").replace(/^[ .]+|[ .]+$/g, "")).slice(0, 120).join("") || "_";
    if (path.split("/").pop().replace(/^[0-9]+-/, "") !== safe) return `的名字与登记的“${name.slice(0, 80)}”不符`;
    wanted.name = name;
    const entries = listing(item.entries, "序号").map((index) => number(index, "序号"));
    const named = (index) => proofs.some((proof) => proof.index === index && proof.objects.some((each) => matches(wanted, each)));
    return entries.length && entries.every(named) ? "" : "没有被它所指的记录登记";
  }

  // ── the door ──

  function examine(report, file, pinned) {
    const bytes = typeof file === "string" ? utf8(file) : new Uint8Array(file);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return caseFile(report, membersOf(bytes), pinned);
    let value = null;
    try {
      value = parsed(textOf(bytes, "文件"), "文件");
    } catch (failure) {
      throw new Unfit("既不是明镜的决定证明（JSON），也不是案卷（ZIP）");
    }
    if (value.format !== "mingjing-decision@1") throw new Unfit("不是 mingjing-decision@1 格式的决定证明");
    return decision(report, value, pinned);
  }

  function mingjingVerify(file, options) {
    const report = new Report(), asked = options || {};
    let pinned = null;
    try {
      if (asked.policy || asked.key) pinned = { key: asked.key ? keyBytes(asked.key) : null, policy: null, changes: asked.changes || [] };
      if (asked.policy) pinned.policy = readPolicy(asked.policy);
    } catch (failure) {
      report.unfit = `公布的公钥或者见证策略读不懂（${failure.message}）`;
      return report.plain();
    }
    try {
      examine(report, file, pinned);
    } catch (failure) {
      if (failure instanceof Unfit) report.unfit = failure.message;
      else report.add("格式", false, failure instanceof Bad ? `${failure.message}。说明：文件残缺或被改动。` : "文件残缺或被改动。");
    }
    return report.plain();
  }

  function mingjingShowReport(report, node) {
    const page = node.ownerDocument, make = (tag, name, text) => {
      const made = page.createElement(tag);
      made.className = name;
      made.textContent = text || "";
      return made;
    };
    const words = new Map([[true, "✓ 相符"], [false, "✗ 不符"], [null, "· 说明"]]);
    const names = new Map([[true, "good"], [false, "bad"], [null, "note"]]);
    node.textContent = "";
    const end = make("p", `verify-end verify-${report.ok ? "good" : "bad"}`, (report.ok ? "✓ " : "✗ ") + report.end);
    end.setAttribute("role", "status");
    node.appendChild(end);
    if (report.kind) node.appendChild(make("p", "verify-kind", report.kind));
    const list = make("ul", "verify-checks");
    for (const check of report.checks) {
      const line = make("li", `verify-check verify-${names.get(check.ok)}`);
      line.appendChild(make("span", "verify-mark", words.get(check.ok)));
      line.appendChild(make("strong", "verify-title", check.title));
      line.appendChild(make("span", "verify-detail", check.detail));
      list.appendChild(line);
    }
    node.appendChild(list);
  }

  world.mingjingVerify = mingjingVerify;
  world.mingjingShowReport = mingjingShowReport;
  world.mingjingVerifyParts = { sha256: sha256, sm3: sm3, sha512: sha512, ed25519: ed25519, included: included, sm2: sm2, readPolicy: readPolicy };
})(typeof window === "undefined" ? globalThis : window);
