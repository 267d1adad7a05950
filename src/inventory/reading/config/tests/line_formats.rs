//! Tables for the formats that are read line by line.

use crate::inventory::language::Language;
use crate::inventory::reading::config::dump::{check, check_without};

#[test]
fn env_files_set_variables() {
    for (source, expected) in [
        ("KEY=value", "@KEY:=value="),
        ("export KEY = value # note\r\n", "@KEY:=value= /# note/"),
        ("KEY=a#b\nB=", "@KEY:=a#b= @B:"),
        ("KEY=\"https:\\/\\/x\" # c\n", "@KEY:\"https://x\" /# c/"),
        ("KEY='a $B'\nC=`d`", "@KEY:'a $B' @C:'d'"),
        ("# KEY=value\n\n  # x", "/# KEY=value/ /# x/"),
        ("A=${B}/v1", "@A:T($B |/v1|)"),
        ("A=\"${B:-https://openrouter.ai/api/v1}\"", "@A:T($B(|https://openrouter.ai/api/v1|))"),
        ("A=${B:-${C:-d}/e}", "@A:T($B(T($C(|d|) |/e|)))"),
        ("A=\\${B} $$C", "@A:=\\${B} $$C="),
        ("A=$B-$C", "@A:T($B |-| $C)"),
        ("A=\"one\ntwo\"\nB=1", "@A:\"one⏎two\" @B:=1="),
        ("A=\"one\nBB=\"two\"\n", "@A:=\"one= @BB:\"two\""),
        ("\u{feff}KEY=🙂\n", "@KEY:=🙂="),
        ("KEY\n$ what\n", "@KEY: =$ what="),
        ("KEY: value", "@KEY:=value="),
        ("A=${B", "@A:=${B="),
        ("A=${B:?must be set}", "@A:T($B)"),
    ] {
        check(Language::DotEnv, source, expected);
    }
    check_without(Language::DotEnv, "A=1\r\nB=2 # x\r\nC=3", "B", "A=1\r\nC=3");
    check_without(Language::DotEnv, "A=1\nB=\"2\n3\"\nC=3", "B", "A=1\nC=3");
    check_without(Language::DotEnv, "\u{feff}A=1\nB=2", "A", "\u{feff}B=2");
}

#[test]
fn ini_and_properties_have_one_entry_a_key() {
    for (source, expected) in [
        ("a=b", "a:=b="),
        (
            "spring.ai.openai.base-url=${OPENROUTER_BASE_URL:https://openrouter.ai/api}\n",
            "spring.ai.openai.base-url:T($OPENROUTER_BASE_URL(|https://openrouter.ai/api|))",
        ),
        ("a: b # c\n! d\n", "a:=b= /# c/ /! d/"),
        ("[s t]\na = \"b\"\nc='d' ; e\n[u]\n", "s t:{a:\"b\" c:'d'} /; e/ u:{}"),
        ("[s]\na=1\n\n# about t\n[t]\nb=2", "s:{a:=1=} /# about t/ t:{b:=2=}"),
        ("url=https\\://openrouter.ai", "url:=https://openrouter.ai="),
        ("a = b \\\n    c\nd = e", "a:(=b= =c=) d:=e="),
        ("[x]\nrequires =\n    openai>=1\n    requests\n\ny = 1", "x:{requires:(=openai>=1= =requests=) y:=1=}"),
        ("[r \"o\"]\n\turl = https://x\n\tfetch = y", "r \"o\":{url:=https://x= fetch:=y=}"),
        ("https://openrouter.ai/api\n", "=https://openrouter.ai/api="),
        ("[env]\nKEY=1\n", "env:{@KEY:=1=}"),
        ("Environment=\"A=b c\" D=e\n", "Environment:(@A:=b c= @D:=e=)"),
        ("environment=A=\"b\",C=\"d\"\n", "environment:(@A:\"b\" @C:\"d\")"),
        ("a=\nb=c", "a: b:=c="),
    ] {
        check(Language::Ini, source, expected);
    }
    check_without(Language::Ini, "[s]\na=1 ; x\r\nb=2\r\n", "a", "[s]\nb=2\r\n");
    check_without(Language::Ini, "a=1\n\n[s]\nb=2\n\n# t\n[t]\nc=3\n", "s", "a=1\n\n\n# t\n[t]\nc=3\n");
    check_without(Language::Ini, "a=1 \\\n 2\nb=3\n", "a", "b=3\n");
}

#[test]
fn dockerfiles_set_variables_and_run_commands() {
    for (source, expected) in [
        ("FROM python:3.12 AS x\nENV KEY=value\n", "=python:3.12= =AS= =x= @KEY:=value="),
        ("ENV A=1 B=\"two words\" \\\n    # note\n    C='3'\n", "@A:=1= @B:\"two words\" /# note/ @C:'3'"),
        ("env KEY some value\n", "@KEY:=some value="),
        ("ARG KEY\nARG B=${C:-d}\n", "@KEY: @B:T($C(|d|))"),
        (
            "RUN curl https://x \\\n  -H y\nCMD [\"python\", \"a.py\"]\n",
            "<Shell curl https://x \\⏎  -H y> [\"python\" \"a.py\"]",
        ),
        ("RUN --mount=type=secret,id=k cat /x\n", "=--mount=type=secret,id=k= <Shell cat /x>"),
        ("RUN <<EOF\ncurl x\nEOF\nENV A=1", "<Shell <<EOF⏎curl x⏎EOF> @A:=1="),
        ("RUN x << EOF\nENV A=1", "<Shell x << EOF> @A:=1="),
        ("# syntax=x\r\nENV A=1\r\n", "/# syntax=x/ @A:=1="),
        ("HEALTHCHECK --interval=5s CMD curl x\n", "=--interval=5s= =CMD= <Shell curl x>"),
        ("ENV A=1 \\", "@A:=1="),
        ("ENV", ""),
    ] {
        check(Language::Dockerfile, source, expected);
    }
    check_without(Language::Dockerfile, "ENV A=1\nENV B=2\n", "A", "ENV B=2\n");
    check_without(Language::Dockerfile, "ENV A=1 \\\n    B=2\n", "A", "ENV B=2\n");
    check_without(Language::Dockerfile, "ENV A=1 \\\n    B=2\n", "B", "ENV A=1\n");
}

#[test]
fn nginx_and_caddy_directives_have_arguments() {
    for (source, expected) in [
        (
            "location /v1/ {\n  proxy_pass https://openrouter.ai/api/v1/;\n}\n",
            "location:(=/v1/= {proxy_pass:=https://openrouter.ai/api/v1/=})",
        ),
        (
            "proxy_set_header Authorization \"Bearer $key\"; # c\n",
            "proxy_set_header:(=Authorization= T(|Bearer | $key)) /# c/",
        ),
        ("set $x ${y}z;", "set:(T($x) T($y |z|))"),
        ("env KEY;\nenv B=c;", "@KEY: @B:=c="),
        ("a b\n  c;\nd;}", "a:(=b= =c=) d:"),
        (
            "example.com {\n\treverse_proxy https://openrouter.ai {\n\t\theader_up X {$KEY:none}\n\t}\n}\n",
            "example.com:{reverse_proxy:(=https://openrouter.ai= {header_up:(=X= T($KEY(|none|)))})}",
        ),
        ("{\n  debug # x\n}\n:80\nrespond \"hi\" 200", "{debug: /# x/} :80: respond:(\"hi\" =200=)"),
    ] {
        check(Language::Nginx, source, expected);
    }
    check_without(Language::Nginx, "a {\n  b c;\n  d e;\n}\n", "b", "a {\n  d e;\n}\n");
    check_without(Language::Nginx, "a {\n  b c;\n}\nd;\n", "a", "d;\n");
    check_without(Language::Nginx, "a; b; c;\n", "b", "a;  c;\n");
}

#[test]
fn requirements_have_one_package_a_line() {
    for (source, expected) in [
        ("openai==1.2.3\n", "openai:===1.2.3="),
        (
            "langchain-openrouter[all]>=1 ; python_version > \"3\" # c\n",
            "langchain-openrouter:=>=1 ; python_version > \"3\"= /# c/",
        ),
        ("# c\n-r base.txt\n-e .\n", "/# c/ =-r base.txt= =-e .="),
        ("git+https://github.com/a/b.git\n", "=git+https://github.com/a/b.git="),
        ("a @ https://x/${V}\n", "a:T(|https://x/| $V)"),
        ("a==1 \\\n  --hash=x\r\nb", "a:===1 \\⏎  --hash=x= b:"),
    ] {
        check(Language::Requirements, source, expected);
    }
    check_without(Language::Requirements, "a\nb==1 # x\nc", "b", "a\nc");
}

#[test]
fn go_modules_are_entries() {
    for (source, expected) in [
        ("module example.com/x\n\ngo 1.22\n", "example.com/x: go:=1.22="),
        (
            "require (\n\tgithub.com/a/b v1.2.3 // indirect\n\tc v2\n)\nrequire d v3\n",
            "github.com/a/b:=v1.2.3= /// indirect/ c:=v2= d:=v3=",
        ),
        ("replace a => ../b\n", "a:=../b="),
        ("require \"a\" v1\n", "a:=v1="),
    ] {
        check(Language::GoModule, source, expected);
    }
    check_without(Language::GoModule, "require (\n\ta v1\n\tb v2\n)\n", "a", "require (\n\tb v2\n)\n");
}
