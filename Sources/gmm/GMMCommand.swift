#if Command

import ArgumentParser
import SystemCalls
import Tables

/// The command `gmm`.
@main
struct GMMCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gmm",
    abstract:
      "Gaussian mixtures: find the groups in measurements, with their parameters and how sure that is.",
    discussion: """
      Examples:
        gmm demo                                       see it happen on three clouds of points
        gmm fit points.csv -k 3 -o model.json          fit three components
        gmm fit points.csv -k 3 --classify out.csv     fit, and label every point
        gmm fit 'runs/*.csv' more/ -k 3                several files and folders as one data set
        gmm fit pixels.csv -k 2 --by pixel             a fit for each group: one table of all
        gmm select points.csv --plot bic.svg           how many components, which structure?
        gmm bootstrap points.csv --model model.json    how sure are the numbers of the model?
        gmm train plants.csv --class species -o m.json  learn known classes
        gmm classify more.csv --model model.json       label other points by a model
        gmm score more.csv --model model.json          how well does the model describe them?
        gmm convert model.json model.onnx              take a model to another program, or a table to another format
        gmm outliers more.csv --model model.json       which points would the model rarely give?
        gmm combine points.csv --model model.json      which components are one cluster?
        gmm probability --model model.json --box x=0:1 how likely is a point in there?
        gmm report points.csv --model model.json -o r.html  see both in a browser
        gmm view points.csv                            fit in the browser, and watch

      Files are \(TableFormats.several); "-" is standard input or output. Answers go to standard output, \
      notes and progress to standard error.

      Exit codes: 0 done; 64 wrong options; 65 wrong data, or of many data sets not all were fitted; 66 no input; \
      70 internal; 73 output cannot be created; 74 reading or writing failed, or memory is short; 130 interrupted.
      """,
    version: Version.current,
    subcommands: [
      FitCommand.self, SelectCommand.self, BootstrapCommand.self, TrainCommand.self, ClassifyCommand.self,
      ScoreCommand.self, EvaluateCommand.self, ImputeCommand.self, PredictCommand.self, OutliersCommand.self,
      CompareCommand.self, CombineCommand.self, SimplifyCommand.self, ModesCommand.self, ProbabilityCommand.self,
      ConvertCommand.self,
      DescribeCommand.self, ReportCommand.self, ViewCommand.self, PlotCommand.self,
      GenerateCommand.self, DemoCommand.self, FitProcessCommand.self,
    ])

  static func main() async {
    Descriptor.takeClosedStandardStreams()
    Interruption.ignoreSignalsOfWriting()
    do {
      try ProcessLimits.requireEnough()
      var command = try parseAsRoot()
      try Ranks.require(command)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      Ranks.leave()
    } catch {
      let error = Ranks.agreed(on: error)
      Ranks.leave(for: error)
      CommandFailure.exit(with: error) { exit(withError: $0) }
    }
  }
}

#endif
