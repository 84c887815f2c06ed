#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// How the channels of flow cytometers are compensated.
struct CompensationOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Compensate flow cytometry files by the spillover matrix that each of them has ($SPILLOVER, SPILLOVER, $SPILL or "
        + "SPILL), or not, as where the values are compensated already (default: as the model says, else not)."
    ))
  var compensate: Bool?

  @Option(
    help:
      "Compensate by the spillover matrix of this table: a column with a name for each channel, and a row for each.",
    as: "file")
  var spillover: String?

  mutating func validate() throws {
    guard spillover == nil || compensate != false else {
      throw ValidationError("--spillover compensates, and --no-compensate does not; give one of the two.")
    }
  }

  /// What was asked for; nil for nothing.
  func rule() throws -> Preprocessing.CompensationRule? {
    if let spillover { return .matrix(try Compensation(contentsOf: spillover)) }
    return compensate == true ? .ofFile : nil
  }

  /// What a model was fitted to, done to other points: by the matrix that goes with them.
  func preprocessing(of document: ModelDocument) throws -> Preprocessing? {
    let asked = try rule()
    guard let fitted = document.preprocessing?.compensation else {
      guard asked == nil else {
        throw CommandFailure(
          .badData,
          "the model was fitted to columns that are not compensated; leave out --compensate and --spillover, or fit with "
            + "--compensate.")
      }
      return document.preprocessing
    }
    return Preprocessing(
      compensation: compensate == false ? nil : asked ?? fitted,
      transforms: document.preprocessing?.transforms ?? [])
  }
}

#endif
