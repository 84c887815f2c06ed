import Testing

/// Options that are wrong whatever the data are: 64.
@Suite struct BadOptionTests {
  static let cases: [(arguments: String, says: [String])] = [
    ("nonsense", ["'nonsense'"]),
    ("--nonsense", ["'--nonsense'"]),
    ("fit points.csv -k 2 --nonsense", ["'--nonsense'"]),
    ("fit points.csv -k 2 --restart 3", ["'--restart'", "'--restarts'"]),
    ("fit", ["<data>"]),
    ("fit points.csv", ["-k 3"]),
    ("fit points.csv more.csv -k 2", ["'more.csv'"]),
    ("fit points.csv -k 0", ["--components", "at least 1", "0 was given"]),
    ("fit points.csv -k -3", ["--components", "at least 1", "-3 was given"]),
    ("fit points.csv -k two", ["'two'", "-k"]),
    ("fit points.csv -k auto --start labels:y", ["--components auto", "labels:y", "kmeans"]),
    ("fit points.csv -k 99999999999999999999", ["'99999999999999999999'"]),
    ("fit points.csv -k 2 --structure round", ["'round'", "full (VVV)", "EEI"]),
    ("fit points.csv -k 2 --structure IEV", ["'IEV'", "VVE"]),
    ("fit points.csv -k 2 --restarts 0", ["--restarts", "at least 1"]),
    ("fit points.csv -k 2 --stop soon", ["'soon'", "predicted", "gain", "changes"]),
    ("fit points.csv -k 2 --tolerance -1", ["--tolerance", "0 or more", "-1.0 was given"]),
    ("fit points.csv -k 2 --tolerance nan", ["--tolerance", "0 or more"]),
    ("fit points.csv -k 2 --mean-tolerance inf", ["--mean-tolerance", "0 or more"]),
    ("fit points.csv -k 2 --weight-tolerance -0.1", ["--weight-tolerance", "0 or more"]),
    ("fit points.csv -k 2 --max-iterations 0", ["--max-iterations", "at least 1"]),
    ("fit points.csv -k 2 --covariance-floor 1", ["--covariance-floor", "1e-14 to 0.1"]),
    ("fit points.csv -k 2 --covariance-floor 0", ["--covariance-floor", "1e-14 to 0.1"]),
    ("fit points.csv -k 2 --collapse explode", ["'explode'", "reseed"]),
    ("fit points.csv -k 2 --seed -1", ["'-1'", "--seed"]),
    ("fit points.csv -k 2 --threads 0", ["--threads", "1 to 1024"]),
    ("fit points.csv -k 2 --threads 100000", ["--threads", "1 to 1024"]),
    ("fit points.csv -k 2 --instruction-set mmx", ["'mmx'", "portable"]),
    ("fit points.csv -k 2 --header perhaps", ["'perhaps'", "auto"]),
    ("fit points.csv -k 2 --delimiter ::", ["'::'"]),
    ("fit points.csv -k 2 --delimiter 5", ["«5»", "cannot be the delimiter"]),
    ("fit points.csv -k 2 --delimiter comma --decimal-comma", ["comma cannot be both"]),
    ("fit points.csv -k 2 --columns x,,y", ["--columns has an empty part"]),
    ("fit points.csv -k 2 --columns 2-1", ["2-1", "backwards", "1-2"]),
    ("fit points.csv -k 2 --json -o -", ["standard output"]),
    ("fit points.csv -k 2 --json --classify -", ["standard output"]),
    ("fit points.csv -k 2 -o same --classify same", ["cannot both", "same"]),
    ("fit points.csv -k 2 --responsibilities", ["--classify FILE"]),
    ("fit points.csv -k 2 --classify out.csv --output-columns label,colour", ["«colour»", "log_density"]),
    ("fit points.csv -k 2 -o points.csv", ["-o points.csv", "replace the points"]),
    ("fit points.csv --start m.json --classify m.json", ["--classify m.json", "replace the model"]),
    ("select points.csv -k 0", ["--components", "«0»", "1-9"]),
    ("select points.csv -k 2,,3", ["--components", "«»", "1-9"]),
    ("select points.csv -k 3-1", ["«3-1»", "backwards", "1-3"]),
    ("select points.csv -k 1-9999", ["--components", "at most 1000"]),
    ("select points.csv --structures full,round", ["--structures", "«round»", "full (VVV)"]),
    ("select points.csv --criterion best", ["'best'", "bic", "cross-validation"]),
    ("select points.csv --criterion cross-validation --folds 1", ["--folds", "at least 2"]),
    ("select points.csv --folds 5", ["--folds", "--criterion cross-validation"]),
    ("select points.csv --start m.json", ["--start", "m.json", "kmeans"]),
    ("select points.csv --table points.csv", ["--table points.csv", "replace"]),
    ("select points.csv --table -", ["--table", "file"]),
    ("select points.csv -o a.svg --plot a.svg", ["--plot a.svg", "replace"]),
    ("select points.csv --table a.svg --plot a.svg", ["a.svg", "cannot both"]),
    ("select points.csv --plot bic.gif", ["bic.gif", ".png"]),
    ("classify points.csv -m m.json -o m.json", ["-o m.json", "replace the model"]),
    ("generate -m m.json -o m.json", ["-o m.json", "replace the model"]),
    ("fit - --start -", ["standard input"]),
    ("classify points.csv", ["--model"]),
    ("classify - --model -", ["standard input"]),
    ("evaluate - -", ["standard input"]),
    ("plot points.csv --model model.json", ["--output"]),
    ("plot --model model.json -o figure.html", ["points"]),
    ("plot points.csv --model model.json -o figure.gif", ["figure.gif", ".png"]),
    ("generate", ["--model FILE", "--preset rgb"]),
    ("generate --preset rgb --model model.json", ["either"]),
    ("generate --preset cmyk", ["'cmyk'", "rgb"]),
    ("generate --preset rgb -n 0", ["--count", "0 was given"]),
    ("generate --preset rgb -n -5", ["--count", "-5 was given"]),
    ("demo -n 1", ["--count", "1 was given"]),
  ]

  @Test(arguments: cases)
  func wrongOptionIsRefused(arguments: String, says: [String]) throws {
    let workspace = try Workspace()
    let points = "x,y\n1,2\n3,5\n4,4\n8,9\n"
    try workspace.write(points, to: "points.csv")
    let outcome = try workspace.gmm(arguments.split(separator: " ").map(String.init))
    expectRefusal(outcome, 64, saying: says)
    #expect(try workspace.names == ["points.csv"])
    #expect(try workspace.text("points.csv") == points)
  }
}
