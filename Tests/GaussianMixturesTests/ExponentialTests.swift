import GaussianMixtures
import Testing

#if arch(x86_64) && os(Linux)
  import Glibc

  /// The exponential of the kernels, which is a power of two, against one of 64 bits' precision.
  @Suite struct ExponentialTests {
    @Test(arguments: InstructionSet.available)
    func isWithinTwoUnitsInTheLastPlace(set: InstructionSet) {
      let kernels = MixtureKernels(set)
      var random = RandomStream(seed: 1, purpose: .sampling)
      var exponents = [0, -0.5, -1, -1.0 / 32, -3.0 / 32, -1020.99, -1021, -1e-300, -0.0]
      for _ in 0..<300_000 {
        exponents.append(-1021 * random.uniform())
        exponents.append(-2 * random.uniform())
        exponents.append(-Double(random.integer(below: 1021 * 32)) / 32)
      }
      let found = kernels.exponential(exponents)
      var worst: Float80 = 0
      for (t, result) in zip(exponents, found) {
        let exact = exp2l(Float80(t))
        worst = max(worst, abs(Float80(result) - exact) / Float80(Double(exact).ulp))
      }
      #expect(worst <= 2, "\(set): \(worst) ULP")
    }

    @Test(arguments: InstructionSet.available)
    func vanishesFarBelow(set: InstructionSet) {
      for result in MixtureKernels(set).exponential([-1100, -1e6, -1e100, -1e300]) {
        #expect(result >= 0 && result <= 0x1p-1021)
      }
    }
  }
#endif
