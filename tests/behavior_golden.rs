//! Layouts of records are those of s3db.js, but for the exemptions that are named here.

mod golden;

use golden::encoding::encoded_len;
use golden::record::{
    Case, OVER_LIMIT_ON_UPDATE, TOO_LARGE_ENCODED, TRUNCATED, body_of, metadata_of, text,
};
use s3db_native::behavior::{Behavior, DEFAULT_ENCODED_LIMIT, Form};
use s3db_native::error::Error;
use s3db_native::value::Mapped;
use serde_json::json;

/// Row `system-fields-not-stored`.
#[test]
fn records_are_laid_out_as_stored() {
    let mut checked = 0;
    for case in Case::all() {
        let exempt = TOO_LARGE_ENCODED.contains(&case.number)
            || TRUNCATED.contains(&case.number)
            || case.number == OVER_LIMIT_ON_UPDATE;
        if exempt || case.vector.get("throws").is_some() {
            continue;
        }
        case.plan(|_, _, plan| {
            let plan = plan.unwrap_or_else(|error| panic!("{}: {error}", case.number));
            assert_eq!(
                metadata_of(&plan),
                case.stored_metadata(),
                "{}",
                case.number
            );
            assert_eq!(body_of(&plan), case.stored_body(), "{}", case.number);
            if !case.is_update() && !plan.body.is_empty() {
                assert_eq!(plan.body, case.vector["stored"]["body"], "{}", case.number);
            }
        });
        checked += 1;
    }
    assert!(checked > 120, "only {checked} vectors");
}

#[test]
fn records_over_the_limit_are_refused() {
    let refused = Case::all()
        .into_iter()
        .filter(|case| case.vector.get("throws").is_some());
    let mut checked = 0;
    for case in refused {
        let expected = &case.vector["throws"];
        case.plan(|_, limits, plan| {
            let Err(Error::MetadataTooLarge {
                total,
                limit,
                absolute,
            }) = plan
            else {
                panic!("{} is accepted", case.number)
            };
            assert_eq!(expected["effectiveLimit"], limit, "{}", case.number);
            assert_eq!(absolute, limits.limit);
            if !case.is_update() {
                assert_eq!(expected["totalSize"], total, "{}", case.number);
            }
        });
        checked += 1;
    }
    assert!(checked > 25, "only {checked} vectors");
}

#[test]
fn figures_of_the_event_match() {
    for case in Case::all() {
        let exempt = TOO_LARGE_ENCODED.contains(&case.number) || case.is_update();
        let Some(event) = case.vector.get("exceedsLimitEvents").filter(|_| !exempt) else {
            continue;
        };
        case.plan(|_, limits, plan| {
            let exceeds = plan.expect("plan").exceeds.expect("event");
            assert_eq!(event[0]["totalSize"], exceeds.total, "{}", case.number);
            assert_eq!(event[0]["limit"], exceeds.limit, "{}", case.number);
            assert_eq!(event[0]["excess"], exceeds.excess, "{}", case.number);
            assert_eq!(exceeds.effective, limits.effective());
        });
    }
}

/// Row `encoded-size`.
#[test]
fn records_too_large_once_encoded_leave_metadata() {
    for number in TOO_LARGE_ENCODED {
        let case = Case::all()
            .into_iter()
            .find(|case| case.number == number)
            .expect("vector");
        case.plan(|_, _, plan| match case.behavior {
            Behavior::EnforceLimits => {
                let Err(Error::MetadataTooLarge { total, limit, .. }) = plan else {
                    panic!("{number} is accepted")
                };
                assert!(total > limit && limit == DEFAULT_ENCODED_LIMIT, "{number}");
            }
            _ => {
                let plan = plan.expect("plan");
                assert_eq!(body_of(&plan)["0"], case.record["a"], "{number}");
                assert!(!metadata_of(&plan).contains_key("0"), "{number}");
            }
        });
    }
}

/// Row `update-like-insert`.
#[test]
fn updates_over_the_limit_are_laid_out_as_inserts() {
    let case = Case::all()
        .into_iter()
        .find(|case| case.number == OVER_LIMIT_ON_UPDATE);
    let case = case.expect("vector");
    case.plan(|_, _, plan| {
        let plan = plan.expect("plan");
        assert_eq!(metadata_of(&plan).keys().collect::<Vec<_>>(), ["_v"]);
        assert_eq!(
            body_of(&plan),
            json!({ "0": "old", "1": case.record["b"], "_v": "v1" })
        );
        assert!(plan.exceeds.is_some());
    });
}

#[test]
fn the_largest_string_is_cut_and_small_fields_stay() {
    for case in Case::all()
        .iter()
        .filter(|case| TRUNCATED.contains(&case.number))
    {
        case.plan(|fields, limits, plan| {
            let plan = plan.expect("plan");
            let kept = metadata_of(&plan);
            let total: usize = kept
                .iter()
                .map(|(k, v)| k.len() + v.as_str().unwrap().len())
                .sum();
            assert!(total <= limits.effective(), "{}: {total}", case.number);
            let largest = fields
                .iter()
                .max_by_key(|field| text(&field.value).len())
                .unwrap();
            for field in fields.iter().filter(|field| field.key != largest.key) {
                assert_eq!(kept[&*field.key], text(&field.value), "{}", case.number);
            }
            let whole = text(&largest.value);
            if largest.form == Form::Coded {
                assert!(!kept.contains_key(&*largest.key), "{}", case.number);
            } else if plan.truncated.is_empty() {
                assert_eq!(kept[&*largest.key], whole, "{}", case.number);
            } else {
                let cut = kept[&*largest.key].as_str().unwrap();
                let next = whole[cut.len()..].chars().next().expect("cut").len_utf8();
                assert!(whole.starts_with(cut), "{}", case.number);
                let header = 2 + cut.len() + next;
                let encoded = encoded_len(&Mapped::Text(whole[..cut.len() + next].into()));
                let full = total + next > limits.effective()
                    || encoded + header > DEFAULT_ENCODED_LIMIT - 14;
                assert!(full, "{}: room for one more character", case.number);
            }
            assert_eq!(kept.contains_key("_truncated"), !plan.truncated.is_empty());
        });
    }
}
