//! Tables for YAML.

use crate::inventory::language::Language;
use crate::inventory::reading::config::dump::{check, check_without, outline};

#[track_caller]
fn yaml(source: &str, expected: &str) {
    check(Language::Yaml, source, expected);
}

#[test]
fn indentation_makes_maps_and_sequences() {
    for (source, expected) in [
        ("a: b", "a:=b="),
        ("a:\n  b: 1\n  c: d # e\nf:\n", "a:{b:1 c:=d=} /# e/ f:"),
        ("a:\n- b\n- c\nd: e\n", "a:[=b= =c=] d:=e="),
        ("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "a:[{b:1 c:2} {d:3}]"),
        ("- - a\n  - b\n- c: \n    d: e\n", "[[=a= =b=] {c:{d:=e=}}]"),
        ("a:\n    b:\n        c: 1\n    d: 2\ne: 3", "a:{b:{c:1} d:2} e:3"),
        ("\"a b\": 'it''s'\n'c': \"d\\n\"\n", "a b:'it's' c:\"d⏎\""),
        ("---\na: 1\n--- # x\nb: 2\n...\n", "a:1 /# x/ b:2"),
        ("%YAML 1.2\n---\na: &x !t b\nc: *x\n<<: *x\n", "a:=b= c: <<:"),
        ("a: &x\n  b: 1\n", "a:{b:1}"),
        ("a: one\n  two\n\n  three\nb: 1", "a:=one two⏎three= b:1"),
        ("a: \"one\n  two\"\nb: 1", "a:\"one two\" b:1"),
        ("url: https://openrouter.ai/api/v1#x\nt: a:b\n", "url:=https://openrouter.ai/api/v1#x= t:=a:b="),
        ("a:\r\n  b: c\r\n", "a:{b:=c=}"),
        ("\u{feff}ä: 🙂\n", "ä:=🙂="),
        ("a:\n\tb: 1\n", "a:{b:1}"),
        ("plain text\n", "=plain text="),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn comments_stand_in_what_goes_on_around_them() {
    for (source, expected) in [
        ("a:\n  b: 1\n# c\n  d: 2\n", "a:{b:1 /# c/ d:2}"),
        ("a:\n  # c\n  b: 1\n", "a:(/# c/ {b:1})"),
        ("a:\n  b: 1\n  # c\ne: 2\n# f", "a:{b:1} /# c/ e:2 /# f/"),
        ("# - KEY=value\nenv: # x\n  - A=b # y\n", "/# - KEY=value/ env:(/# x/ [@A:=b=]) /# y/"),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn flow_collections_are_maps_and_lists() {
    for (source, expected) in [
        ("a: {b: c, d: [e, 'f', 1]}\n", "a:{b:=c= d:[=e= 'f' 1]}"),
        ("a: [\n  b, # c\n  \"d\",\n]\ne: 1", "a:[=b= /# c/ \"d\"] e:1"),
        ("a: [b, c\nd: e\n", "a:[=b= =c=] d:=e="),
        ("env: {KEY: \"${X:-y}\", B: ${{ secrets.B }}}", "env:{@KEY:T($X(|y|)) @B:T($B)}"),
        ("{\"a\": {\"b\": 1}}", "{a:{b:1}}"),
        ("a: [https://x/y, b:c]", "a:[=https://x/y= =b:c=]"),
        ("env:\n  - {name: KEY, value: v}\n", "env:[@KEY:(name:=KEY= value:=v=)]"),
        ("a: {name: KEY, value: v}\n", "a:{name:=KEY= value:=v=}"),
        ("a: [b] # c\n", "a:[=b=] /# c/"),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn variables_are_found_where_they_are_set() {
    for (source, expected) in [
        (
            "services:\n  web:\n    environment:\n      - KEY=${KEY}\n      - \"B=c d\"\n      - C\n",
            "services:{web:{environment:[@KEY:T($KEY) @B:=c d= @C:]}}",
        ),
        (
            "environment:\n  KEY: ${KEY:?required}\n  B: ${B:-https://openrouter.ai/api/v1}\n  C: $D\n  E:\n",
            "environment:{@KEY:T($KEY) @B:T($B(|https://openrouter.ai/api/v1|)) @C:T($D) @E:}",
        ),
        (
            "env:\n- name: KEY\n  value: v\n- name: B\n  valueFrom:\n    secretKeyRef:\n      name: s\n      key: k\n",
            "env:[@KEY:(name:=KEY= value:=v=) @B:(name:=B= valueFrom:{secretKeyRef:{name:=s= key:=k=}})]",
        ),
        ("envVars:\n  - key: KEY\n    sync: false\n", "envVars:[@KEY:(key:=KEY= sync:=false=)]"),
        ("args:\n  - name: X_KEY\n    value: 1\n", "args:[@X_KEY:(name:=X_KEY= value:1)]"),
        ("httpHeaders:\n  - name: Authorization\n    value: v\n", "httpHeaders:[{name:=Authorization= value:=v=}]"),
        ("env_file:\n  - .env\nenvFrom: x", "env_file:[=.env=] envFrom:=x="),
        ("variables:\n  KEY: v\n  B:\n    value: w\n", "variables:{@KEY:=v= @B:{value:=w=}}"),
        ("environment: production\n", "environment:=production="),
        ("environment:\n  <<: *x\n  KEY: v\n", "environment:{<<: @KEY:=v=}"),
        ("x-app-env: &e\n  KEY: v\n", "x-app-env:{@KEY:=v=}"),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn references_make_templates() {
    for (source, expected) in [
        ("a: ${{ secrets.OPENROUTER_API_KEY }}", "a:T($OPENROUTER_API_KEY)"),
        ("a: Bearer ${{ env.X }}", "a:T(|Bearer | $X)"),
        ("a: ${{ secrets.A || 'b' }}", "a:T($A 'b')"),
        ("a: ${{ inputs.model }}", "a:T(.inputs.model)"),
        ("a: \"{{ .Values.x }}\"\nb: {{ .Values.y | quote }}\n", "a:\"{{ .Values.x }}\" b:={{ .Values.y | quote }}="),
        ("a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n", "a:(={{- if .x }}= {b:1}) ={{- end }}="),
        ("a: !ENV KEY\nb: !ENV ${KEY}\n", "a:T($KEY) b:T($KEY)"),
        ("api_key: os.environ/OPENROUTER_API_KEY\n", "api_key:=os.environ/OPENROUTER_API_KEY="),
        ("a: $(KEY)", "a:T($KEY)"),
        ("a: ${env:KEY}\nb: ${env:KEY, 'x'}", "a:T($KEY) b:T($KEY(|'x'|))"),
        ("base-url: ${URL:https://openrouter.ai/api}", "base-url:T($URL(|https://openrouter.ai/api|))"),
        ("a: '${K}'\nb: $$X\n", "a:T($K) b:=$$X="),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn commands_and_files_go_to_their_readers() {
    for (source, expected) in [
        ("run: |\n  curl x\n  echo\nb: 1", "run:<Shell   curl x⏎  echo> b:1"),
        ("steps:\n  - run: npm test # c\n  - run: \"a b\"\n", "steps:[{run:<Shell npm test>} /# c/ {run:<Shell a b>}]"),
        ("script:\n  - curl x\n  - |\n    a\n    b\n", "script:[<Shell curl x> <Shell     a⏎    b>]"),
        ("command: [\"sh\", \"-c\"]\n", "command:[\"sh\" \"-c\"]"),
        ("text: |-\n  one\n\n  two\n\nb: >\n  c\n", "text:'one⏎⏎  two' b:'c'"),
        ("data:\n  app.env: |\n    KEY=v\n  x: |\n    y\n", "data:{app.env:<DotEnv     KEY=v> x:'y'}"),
        ("a: | # c\n  ${K}\n", "a:T($K)"),
        ("run: \"a\\\\b\"", "run:\"a\\b\""),
    ] {
        yaml(source, expected);
    }
}

#[test]
fn a_deleted_entry_leaves_the_rest_well_formed() {
    for (source, key, expected) in [
        ("a: 1\nb: # x\n  c: 2\nd: 3\n", "b", "a: 1\nd: 3\n"),
        ("a: 1 # x\nb: 2", "a", "b: 2"),
        ("- a: 1\n  b: 2\n- c: 3\n", "a", "- b: 2\n- c: 3\n"),
        ("- a: 1\n  b: 2\n- c: 3\n", "b", "- a: 1\n- c: 3\n"),
        ("- a: 1\n  b: 2\n- c: 3\n", "c", "- a: 1\n  b: 2\n"),
        ("env:\n  - A=1\n  - B=2 # x\n  - C=3\n", "B", "env:\n  - A=1\n  - C=3\n"),
        ("env:\n- name: KEY\n  value: v\n- name: B\n  value: w\n", "KEY", "env:\n- name: B\n  value: w\n"),
        ("run: |\n  a\n\n  b\n\nc: 1\n", "run", "\nc: 1\n"),
        ("a: {b: 1, c: 2}\n", "b", "a: {c: 2}\n"),
        ("- a: 1\n  # x\n  b: 2\n", "a", "- a: 1\n  # x\n  b: 2\n"),
    ] {
        check_without(Language::Yaml, source, key, expected);
    }
}

#[test]
fn a_missing_end_costs_little() {
    for (source, expected) in [
        ("a: \"open\nb: 1\n", "a:\"open\" b:1"),
        ("a: 'open\nb: 1\n", "a:'open' b:1"),
        ("a: {b: c\nd: 1\n", "a:{b:=c=} d:1"),
        ("a: \"b\" c\nd: 1", "a:\"b\" d:1"),
        ("  a: 1\n b: 2\nc: 3\n", "a:1 b:2 c:3"),
    ] {
        yaml(source, expected);
        let troubles = outline(source, Language::Yaml).0.troubles().len();
        assert!(troubles <= 1, "{source}");
    }
}
