//! Values for property tests, with what breaks text formats well represented.

use proptest::prelude::*;
use proptest::sample::select;

/// Configuration for a number of cases. Failing cases are printed, not kept in files.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Texts that are special to JavaScript, JSON, headers or one of the stored forms.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "null",
    "undefined",
    "NaN",
    "true",
    "[]",
    "{}",
    "[\"a\"]",
    "[object Object]",
    "\"\"",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "prototype",
    "length",
    "d:",
    "d:j",
    "d:@h",
    "d:function toString() { [native code] }",
    "u:",
    "u:%41",
    "b:",
    "b:aGk=",
    "z:",
    "z:S0wcBcQCAA==",
    "z85:fM4F2fyOl;/rdfGe=I#t!!",
    "z:!!",
    "failed",
    "font/woff2",
    "https://",
    "https://x ",
    "https://www.exämple.com/ç",
    "/api/v1/",
    "/v1/x",
    " lead",
    "trail ",
    "a|b",
    "\\",
    "\\|",
    "|",
    "^1",
    "^[1,2]",
    "$5",
    "~1",
    "-",
    "--1",
    "1e5",
    "007",
    "-0",
    "1e-7",
    "9007199254740993",
    "P1D",
    "PT",
    "2024-01-15",
    "2024-01-15T10:20:30.456Z",
    "+012024-01-01",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\r\n",
    "\u{feff}",
    "\u{2028}",
    "\u{fffd}",
    "é",
    "日本",
    "😀",
    "\u{10ffff}",
    "e\u{301}",
    "0RiYGo9Lp",
    "wKgAAQ==",
    "AAAAAAAAAAAAAAAAAAAAAQ==",
];

/// Any text: hostile ones, their concatenations, printable ASCII, Latin-1, any characters.
pub fn text() -> impl Strategy<Value = String> {
    let hostile = || select(HOSTILE).prop_map(str::to_owned);
    prop_oneof![
        hostile(),
        prop::collection::vec(hostile(), 2..4).prop_map(|parts| parts.concat()),
        "[ -~]{0,40}",
        "[a-zé-ÿ]{1,20}",
        "[\\x00-\\x1f -~😀-😏]{0,20}",
        any::<String>(),
    ]
}

/// Any finite double, −0 excepted: small and large integers, decimals, every exponent.
pub fn finite() -> impl Strategy<Value = f64> {
    let edge = select(
        &[
            0.0,
            1e-7,
            5e-324,
            1e21,
            1e100,
            f64::MAX,
            f64::EPSILON,
            1.5e-10,
        ][..],
    );
    prop_oneof![
        edge,
        any::<i32>().prop_map(f64::from),
        (any::<i32>(), 0..9_i32).prop_map(|(n, places)| f64::from(n) / 10_f64.powi(places)),
        integer(),
        prop::num::f64::NORMAL,
        prop::num::f64::SUBNORMAL,
    ]
}

/// Doubles without fraction, many of them beyond 2⁵³.
#[allow(
    clippy::cast_precision_loss,
    reason = "the nearest double is as good as any"
)]
pub fn integer() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i64>().prop_map(|n| n as f64),
        ((1_i64 << 53) - 70..(1_i64 << 53) + 70).prop_map(|n| n as f64),
        any::<i128>().prop_map(|n| n as f64),
    ]
}

/// JSON as `JSON.stringify` prints it.
pub fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..4)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}
