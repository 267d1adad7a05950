//! The names of folders and files that nobody writes by hand, and the extensions of files that are no text.
//! Not the judgement (`skip_path`), which knows when a name counts.
//! **Invariant:** names of folders and files are whole and by case; extensions and ends are lower case.

/// Folders that hold a version control system's data. `.git` is also a plain file in worktrees and submodules.
pub(super) const VERSION_CONTROL: [&str; 6] = [".git", ".hg", ".svn", ".bzr", ".jj", "CVS"];

/// Folders that a package manager fills.
pub(super) const DEPENDENCIES: [&str; 19] = [
    "node_modules",
    "bower_components",
    "jspm_packages",
    "web_modules",
    ".yarn",
    ".pnpm-store",
    // Go, PHP and Ruby; JavaScript and C projects put copies of others' code there too.
    "vendor",
    ".venv",
    "venv",
    "site-packages",
    "dist-packages",
    "__pypackages__",
    ".eggs",
    ".pixi",
    ".bundle",
    "Pods",
    "Carthage",
    "elm-stuff",
    ".terraform",
];

/// Folders that a build or a tool fills and that no one edits.
pub(super) const BUILD_OUTPUT: [&str; 38] = [
    "dist",
    "coverage",
    "htmlcov",
    ".nyc_output",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".tox",
    ".nox",
    ".ipynb_checkpoints",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".astro",
    ".angular",
    ".docusaurus",
    ".vite",
    ".turbo",
    ".nx",
    ".cache",
    ".parcel-cache",
    ".vercel",
    ".netlify",
    ".wrangler",
    ".serverless",
    ".aws-sam",
    "cdk.out",
    ".gradle",
    ".kotlin",
    ".dart_tool",
    ".build",
    "_build",
    ".stack-work",
    "dist-newstyle",
    "DerivedData",
    "storybook-static",
];

/// Build folders whose names are also ordinary words. Directly below `src` they are modules of the program.
pub(super) const BUILD_OUTPUT_OUTSIDE_SRC: [&str; 3] = ["build", "out", "target"];

/// Folders of recorded answers.
pub(super) const RECORDINGS: [&str; 6] =
    ["cassettes", "vcr_cassettes", "vcr", "__recordings__", "__snapshots__", "__image_snapshots__"];

/// Files that list exact versions.
pub(super) const LOCK_FILES: [&str; 40] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    // Yarn's table of installed packages, written as a program.
    ".pnp.cjs",
    ".pnp.js",
    ".pnp.loader.mjs",
    "poetry.lock",
    "uv.lock",
    "Pipfile.lock",
    "pdm.lock",
    "pylock.toml",
    "pixi.lock",
    "conda-lock.yml",
    "Cargo.lock",
    "go.sum",
    "go.work.sum",
    "Gemfile.lock",
    "gems.locked",
    "composer.lock",
    "symfony.lock",
    "mix.lock",
    "rebar.lock",
    "packages.lock.json",
    "project.assets.json",
    "paket.lock",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    "flake.lock",
    "Package.resolved",
    "Podfile.lock",
    "Cartfile.resolved",
    "pubspec.lock",
    "stack.yaml.lock",
    "cabal.project.freeze",
    ".terraform.lock.hcl",
    "Chart.lock",
];

/// What operating systems leave behind.
pub(super) const SYSTEM_FILES: [&str; 5] = [".DS_Store", "Thumbs.db", "desktop.ini", ".localized", "__MACOSX"];

/// Ends of names that a minifier's or bundler's output has by convention.
pub(super) const MINIFIED_ENDS: [&str; 5] = [".min.js", ".min.mjs", ".min.cjs", ".min.css", ".min.html"];

/// Extensions of files that are no text. `.ts` is TypeScript here, never a video; `.svg` is text.
pub(super) const BINARY_EXTENSIONS: [&[&str]; 7] = [
    // Images and design.
    &[
        "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "icns", "tif", "tiff", "heic", "heif", "jxl", "psd",
        "ai", "eps", "xcf", "sketch", "fig", "cur", "dds", "exr", "hdr", "tga",
    ],
    // Fonts.
    &["ttf", "otf", "woff", "woff2", "eot", "ttc"],
    // Sound and video.
    &[
        "mp3", "mp4", "m4a", "m4v", "wav", "ogg", "oga", "ogv", "opus", "flac", "aac", "aiff", "webm", "mov", "avi",
        "mkv", "wmv", "flv", "mpg", "mpeg", "mid", "midi",
    ],
    // Archives and packages.
    &[
        "zip", "gz", "tgz", "bz2", "tbz", "xz", "txz", "zst", "lz4", "lzma", "br", "7z", "rar", "tar", "jar", "war",
        "ear", "aar", "apk", "aab", "ipa", "whl", "egg", "gem", "crate", "nupkg", "vsix", "deb", "rpm", "dmg", "iso",
        "img", "cab", "msi",
    ],
    // Documents that are archives or binary inside.
    &["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "epub", "mobi"],
    // Programs.
    &[
        "exe", "dll", "so", "dylib", "a", "o", "obj", "lib", "pdb", "class", "pyc", "pyo", "pyd", "wasm", "node",
        "elc", "beam", "rlib", "rmeta", "dex", "hi",
    ],
    // Data, models and databases.
    &[
        "bin",
        "dat",
        "db",
        "db3",
        "sqlite",
        "sqlite3",
        "mdb",
        "rdb",
        "parquet",
        "arrow",
        "feather",
        "avro",
        "orc",
        "npy",
        "npz",
        "pkl",
        "pickle",
        "joblib",
        "h5",
        "hdf5",
        "pt",
        "pth",
        "onnx",
        "safetensors",
        "gguf",
        "ggml",
        "tflite",
        "pb",
        "mo",
    ],
];
