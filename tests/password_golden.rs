//! Password hashes that s3db.js wrote are verified, and ours have its form.

mod golden;

use golden::{expand, list, load};
use s3db_native::crypto::{
    Algorithm, Argon2, Effort, PasswordPolicy, compact, expand as full, is_hashed, verify,
};
use serde_json::Value;

/// Texts that the exported functions take for hashes, as the reference does, and the engine does not:
/// passwords like these would be stored in clear.
const NO_HASHES: [&str; 3] = ["$a$", "$5$10", "$100|x"];

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no `{name}` in {value}"))
}

#[test]
fn hashes_are_verified_in_every_form() {
    let file = load("password");
    for vector in list(&file, "vectors") {
        let vector = expand(vector);
        let plain = text(&vector, "plaintext");
        let pepper = vector["options"]["pepper"].as_str().unwrap_or_default();
        let (stored, whole) = (text(&vector, "compact"), text(&vector, "full"));
        assert_eq!(compact(whole), stored);
        assert_eq!(full(stored), text(&vector, "expanded"));
        assert!(is_hashed(whole) && is_hashed(stored), "{stored}");
        assert_eq!(
            vector["verifyCompact"],
            verify(plain, stored, pepper),
            "{stored}"
        );
        if vector["verifyWrong"] == false {
            assert!(!verify("wrong", stored, pepper), "{stored}");
        }
    }
}

#[test]
fn hashes_are_told_from_passwords() {
    let file = load("password");
    for vector in list(&file, "classification") {
        let given = text(vector, "s");
        let is_password = NO_HASHES.contains(&given);
        assert_eq!(
            is_hashed(given),
            vector["isPasswordHash"] == true && !is_password,
            "{given}"
        );
        // Where the exported functions throw, the engine's leave the text.
        let recorded = |name: &str| vector[name].as_str().filter(|_| !is_password);
        assert_eq!(compact(given), recorded("compact").unwrap_or(given));
        assert_eq!(full(given), recorded("expand").unwrap_or(given));
    }
}

#[test]
fn passwords_are_hashed_as_configured() {
    let policy = PasswordPolicy {
        rounds: 4,
        argon2: Argon2 {
            memory: 64,
            time: 1,
            parallelism: 2,
        },
        pepper: "PEP".to_owned(),
    };
    for (algorithm, start) in [(Algorithm::Bcrypt, "$4$"), (Algorithm::Argon2, "$j|6|1|2$")] {
        for password in [
            "hunter2",
            "pässwörd 😀",
            "$5$10",
            " ",
            "nul\0inside",
            &"x".repeat(100),
        ] {
            assert_eq!(policy.hash(password, algorithm, Effort::Cheap), Ok(None));
            let stored = policy
                .hash(password, algorithm, Effort::Any)
                .expect(password);
            let stored = stored.expect("hash");
            assert!(stored.starts_with(start), "{stored}");
            assert!(verify(password, &stored, "PEP"), "{password}: {stored}");
            assert!(!verify("nul", &stored, "PEP"), "{password}: {stored}");
            assert_eq!(
                policy.hash(&stored, algorithm, Effort::Cheap),
                Ok(Some(stored))
            );
        }
        assert!(policy.hash("", algorithm, Effort::Any).is_err());
    }
    let again = |_| {
        policy
            .hash("same", Algorithm::Bcrypt, Effort::Any)
            .expect("hash")
    };
    assert_ne!(again(()), again(()), "a salt for each");
}

#[test]
fn parameters_that_an_algorithm_refuses_are_errors() {
    let standard = PasswordPolicy::default();
    assert_eq!((standard.rounds, standard.argon2.memory), (12, 65_536));
    for rounds in [0, 3, 32] {
        let policy = PasswordPolicy {
            rounds,
            ..PasswordPolicy::default()
        };
        assert!(
            policy.hash("p", Algorithm::Bcrypt, Effort::Any).is_err(),
            "{rounds} rounds"
        );
    }
    for (memory, time, parallelism) in [(1000, 1, 1), (64, 0, 1), (64, 1, 0), (0, 1, 1)] {
        let argon2 = Argon2 {
            memory,
            time,
            parallelism,
        };
        let policy = PasswordPolicy {
            argon2,
            ..PasswordPolicy::default()
        };
        assert!(
            policy.hash("p", Algorithm::Argon2, Effort::Any).is_err(),
            "{argon2:?}"
        );
    }
}
