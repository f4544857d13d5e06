/* Looks for the number whose SHA-256 together with the challenge's own begins with enough zero bits:
   what consultation/suggestions/proof.py asks and checks. Written out here, since a browser has
   crypto.subtle on https only. A challenge is "payload:time:signature"; the payload, in base64url,
   says how many bits. */
const K = new Int32Array(64);
const START = new Int32Array(8);
const PREFIX = 32;

/** The first 32 bits of the fractional part of a root. */
function fraction(root) {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function constants() {
  let found = 0;
  for (let number = 2; found < 64; number += 1) {
    let prime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(number));
    K[found] = fraction(Math.cbrt(number));
    found += 1;
  }
}

const turned = (x, by) => (x >>> by) | (x << (32 - by));
const words = new Int32Array(64);
const state = new Int32Array(8);

function spread() {
  for (let i = 16; i < 64; i += 1) {
    const a = words[i - 15];
    const b = words[i - 2];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
}

/** One block, the words 0 to 15, into the state. */
function mix() {
  spread();
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** SHA-256 of a text of ASCII letters, left in the state. */
function hash(text) {
  const blocks = ((text.length + 8) >> 6) + 1;
  state.set(START);
  for (let block = 0; block < blocks; block += 1) {
    words.fill(0, 0, 16);
    for (let i = 0; i < 64; i += 1) {
      const at = block * 64 + i;
      const byte = at < text.length ? text.charCodeAt(at) : at === text.length ? 0x80 : 0;
      words[i >> 2] |= byte << (24 - 8 * (i & 3));
    }
    if (block === blocks - 1) words[15] = text.length * 8;
    mix();
  }
}

function hex() {
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function solves(bits) {
  return bits <= 32 ? Math.clz32(state[0]) >= bits : state[0] === 0 && Math.clz32(state[1]) >= bits - 32;
}

function bitsOf(challenge) {
  const payload = challenge.split(":")[0].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(payload)).bits;
}

self.addEventListener("message", (event) => {
  const bits = bitsOf(event.data);
  hash(event.data);
  const start = `${hex().slice(0, PREFIX)}:`;
  let number = 0;
  do {
    number += 1;
    hash(start + number);
  } while (!solves(bits));
  self.postMessage(String(number));
});

constants();
