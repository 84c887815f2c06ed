#if Command

import ArgumentParser
import GaussianMixtures

/// An amount of shrinkage as it is written: a number, or how it is to be found.
struct ShrinkageAmount: ExpressibleByArgument, Sendable, Hashable {
  let amount: Shrinkage.Amount

  init(_ amount: Shrinkage.Amount) { self.amount = amount }

  init?(argument: String) {
    guard let amount = Self.named[argument.lowercased()] ?? Double(argument).map(Shrinkage.Amount.fixed)
    else {
      return nil
    }
    self.amount = amount
  }

  private static let named: [String: Shrinkage.Amount] = [
    "none": .fixed(0), "auto": .automatic, "oas": .oracleApproximating, "ledoit-wolf": .ledoitWolf,
    "ledoitwolf": .ledoitWolf, "stein": .stein,
  ]

  var defaultValueDescription: String { Shrinkage(amount).name }
}

#endif
