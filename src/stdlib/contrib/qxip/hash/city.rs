//! CityHash64 in its first version (Geoff Pike and Jyrki Alakuijala, 2011).

const K0: u64 = 0xc3a5_c85c_97cb_3127;
const K1: u64 = 0xb492_b66f_be98_f273;
const K2: u64 = 0x9ae1_6a3b_2f90_404f;
const K3: u64 = 0xc949_d7c7_509e_6557;
const MIX: u64 = 0x9ddf_ea08_eb38_2d69;

/// The hash of a text.
pub(super) fn hash(text: &[u8]) -> u64 {
    match text.len() {
        0..=16 => up_to_16(text),
        17..=32 => up_to_32(text),
        33..=64 => up_to_64(text),
        _ => beyond_64(text),
    }
}

/// Eight bytes from a place on; missing ones are zero.
fn eight(text: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    for (byte, found) in bytes.iter_mut().zip(text.iter().skip(at)) {
        *byte = *found;
    }
    u64::from_le_bytes(bytes)
}

fn four(text: &[u8], at: usize) -> u64 {
    eight(text, at) & 0xffff_ffff
}

fn shift_mix(value: u64) -> u64 {
    value ^ (value >> 47)
}

/// Two numbers into one.
fn pair(low: u64, high: u64) -> u64 {
    let first = shift_mix((low ^ high).wrapping_mul(MIX));
    let second = shift_mix((high ^ first).wrapping_mul(MIX));
    second.wrapping_mul(MIX)
}

fn up_to_16(text: &[u8]) -> u64 {
    let length = text.len();
    let long = length as u64;
    if length > 8 {
        let (first, last) = (eight(text, 0), eight(text, length - 8));
        let turned = last.wrapping_add(long).rotate_right(length as u32);
        return pair(first, turned) ^ last;
    }
    if length >= 4 {
        let first = four(text, 0) << 3;
        return pair(long.wrapping_add(first), four(text, length - 4));
    }
    let (Some(first), Some(middle), Some(last)) = (text.first(), text.get(length / 2), text.last())
    else {
        return K2;
    };
    let y = u64::from(*first) + (u64::from(*middle) << 8);
    let z = long + (u64::from(*last) << 2);
    shift_mix(y.wrapping_mul(K2) ^ z.wrapping_mul(K3)).wrapping_mul(K2)
}

fn up_to_32(text: &[u8]) -> u64 {
    let length = text.len();
    let a = eight(text, 0).wrapping_mul(K1);
    let b = eight(text, 8);
    let c = eight(text, length - 8).wrapping_mul(K2);
    let d = eight(text, length - 16).wrapping_mul(K0);
    let low = a
        .wrapping_sub(b)
        .rotate_right(43)
        .wrapping_add(c.rotate_right(30))
        .wrapping_add(d);
    let high = a
        .wrapping_add((b ^ K3).rotate_right(20))
        .wrapping_sub(c)
        .wrapping_add(length as u64);
    pair(low, high)
}

fn up_to_64(text: &[u8]) -> u64 {
    let length = text.len();
    // Both halves of the text are stirred alike, the second from its own seed.
    let half = |from: usize, seed: u64, last: u64| {
        let mut a = seed;
        let b = a.wrapping_add(last).rotate_right(52);
        let mut c = a.rotate_right(37);
        a = a.wrapping_add(eight(text, from + 8));
        c = c.wrapping_add(a.rotate_right(7));
        a = a.wrapping_add(eight(text, from + 16));
        let sum = a.wrapping_add(last);
        (sum, b.wrapping_add(a.rotate_right(31)).wrapping_add(c))
    };
    let tail = (length as u64).wrapping_add(eight(text, length - 16));
    let first_seed = eight(text, 0).wrapping_add(tail.wrapping_mul(K0));
    let (v0, v1) = half(0, first_seed, eight(text, 24));
    let second_seed = eight(text, 16).wrapping_add(eight(text, length - 32));
    let (w0, w1) = half(length - 32, second_seed, eight(text, length - 8));
    let sums = v0.wrapping_add(w1).wrapping_mul(K2);
    let r = shift_mix(sums.wrapping_add(w0.wrapping_add(v1).wrapping_mul(K0)));
    shift_mix(r.wrapping_mul(K0).wrapping_add(v1)).wrapping_mul(K2)
}

/// Thirty-two bytes into two seeds.
fn stir(text: &[u8], at: usize, a: u64, b: u64) -> (u64, u64) {
    let (w, x) = (eight(text, at), eight(text, at + 8));
    let (y, z) = (eight(text, at + 16), eight(text, at + 24));
    let start = a.wrapping_add(w);
    let turned = b.wrapping_add(start).wrapping_add(z).rotate_right(21);
    let sum = start.wrapping_add(x).wrapping_add(y);
    let last = turned
        .wrapping_add(sum.rotate_right(44))
        .wrapping_add(start);
    (sum.wrapping_add(z), last)
}

fn beyond_64(text: &[u8]) -> u64 {
    let length = text.len();
    let long = length as u64;
    let mut x = eight(text, 0);
    let mut y = eight(text, length - 16) ^ K1;
    let mut z = eight(text, length - 56) ^ K0;
    let mut v = stir(text, length - 64, long, y);
    let mut w = stir(text, length - 32, long.wrapping_mul(K1), K0);
    z = z.wrapping_add(shift_mix(v.1).wrapping_mul(K1));
    x = z.wrapping_add(x).rotate_right(39).wrapping_mul(K1);
    y = y.rotate_right(33).wrapping_mul(K1);
    // All whole blocks but the last, which the seeds have seen.
    for at in (0..(length - 1) / 64).map(|block| block * 64) {
        let sum = x.wrapping_add(y).wrapping_add(v.0);
        x = sum
            .wrapping_add(eight(text, at + 16))
            .rotate_right(37)
            .wrapping_mul(K1);
        y = y
            .wrapping_add(v.1)
            .wrapping_add(eight(text, at + 48))
            .rotate_right(42)
            .wrapping_mul(K1);
        x ^= w.1;
        y ^= v.0;
        z = (z ^ w.0).rotate_right(33);
        v = stir(text, at, v.1.wrapping_mul(K1), x.wrapping_add(w.0));
        w = stir(text, at + 32, z.wrapping_add(w.1), y);
        std::mem::swap(&mut z, &mut x);
    }
    let low = pair(v.0, w.0)
        .wrapping_add(shift_mix(y).wrapping_mul(K1))
        .wrapping_add(z);
    pair(low, pair(v.1, w.1).wrapping_add(x))
}
