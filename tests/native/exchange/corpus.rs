//! Each command of the corpus gives its method, address, headers, credentials and body, whether its shell is given or
//! has to be found out.

use switchyard::exchange::imported::ImportedRequest;
use switchyard::exchange::{import, import_as};

use super::cases::{self, Expected};

#[test]
fn commands_mean_what_they_ask_for() {
    let cases = cases::all();
    assert!(cases.len() >= 150, "only {} commands", cases.len());
    let read = |requests: &[ImportedRequest]| requests.iter().map(Expected::of).collect::<Vec<_>>();
    let mut failures = Vec::new();
    for case in &cases {
        let (given, notes) = import_as(&case.command, Some(case.dialect));
        if read(&given) != case.requests {
            failures.push(format!(
                "{}\n  expected {:#?}\n  read {:#?}\n  notes {notes:#?}",
                case.name,
                case.requests,
                read(&given)
            ));
            continue;
        }
        let (found_out, _) = import(&case.command);
        if read(&found_out) != case.requests {
            failures.push(format!("{}: another shell was taken: {:#?}", case.name, read(&found_out)));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Line ends of Windows change nothing but those within a body.
#[test]
fn line_ends_of_windows_are_line_ends() {
    for case in cases::all() {
        let (unix, _) = import_as(&case.command, Some(case.dialect));
        let (windows, _) = import_as(&case.command.replace('\n', "\r\n"), Some(case.dialect));
        let plain = |requests: &[ImportedRequest]| {
            let mut read: Vec<Expected> = requests.iter().map(Expected::of).collect();
            for request in &mut read {
                request.body = request.body.replace('\r', "");
            }
            read
        };
        assert_eq!(plain(&windows), plain(&unix), "{}", case.name);
    }
}

/// What is not read is said: each of these has a note that names it.
#[test]
fn what_is_left_out_is_said() {
    for (command, word) in [
        ("curl https://a.example/x -d @body.json", "body.json"),
        ("curl https://a.example/x --data-urlencode q@query.txt", "query.txt"),
        ("curl https://a.example/x -F file=@photo.png", "photo.png"),
        ("curl https://a.example/x -H @headers.txt", "headers.txt"),
        ("curl https://a.example/x -T notes.txt", "notes.txt"),
        ("curl https://a.example/x -d @-", "standard input"),
        ("jq -n '{}' | curl https://a.example/x -d @-", "standard input"),
        ("curl https://a.example/x -K options.txt", "-K"),
        ("curl https://a.example/x --proxy http://b.example", "--proxy"),
        ("curl https://a.example/x --nonsense", "--nonsense"),
        ("curl https://a.example/x --request=POST", "equals"),
        ("curl https://a.example/x --re POST", "several"),
        ("curl https://a.example/x -d", "no value"),
        ("curl -d a=1", "no address"),
        ("curl https://a.example/{x,y}", "braces"),
        ("curl https://a.example/x -d \"$BODY\"", "$BODY"),
        ("curl https://a.example/x -d \"$(jq -n 1)\"", "nothing is run"),
        ("curl https://a.example/x -d `date`", "nothing is run"),
        ("curl https://a.example/x -H 'X-Title: Shop'", "X-Title"),
        ("curl https://a.example/x -d ‘a’", "typographic"),
        ("curl https://a.example/x -d 'a", "not closed"),
        ("curl https://a.example/x \\ \n -d a", "blanks"),
        ("curl https://a.example/x -H $env:A", "Invoke-WebRequest"),
        ("curl https://a.example/x -u me:secret", "credential"),
        ("curl https://a.example/x -d '{\"a\": \"sk-or-v1-0123456789abcdef\"}'", "form of a key"),
    ] {
        let (requests, mut notes) = import(command);
        notes.extend(requests.into_iter().flat_map(|request| request.notes));
        assert!(notes.iter().any(|note| note.to_string().contains(word)), "{command}: {notes:#?}");
    }
}
