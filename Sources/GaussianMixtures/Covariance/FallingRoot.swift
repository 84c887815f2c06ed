/// The root of a continuous function that falls from above 0 to at most 0.
enum FallingRoot {
  /// False position, with every third step a bisection, so that the bracket halves whatever the function is.
  ///
  /// - Returns: a place where the function is at most 1e-12 away from 0, or the end of a bracket that is as
  ///   narrow as numbers are.
  static func find(from start: Double, to end: Double, of function: (Double) -> Double) -> Double {
    var (low, high) = (start, end)
    var (above, below) = (function(low), function(high))
    var step = 0
    while high - low > 1e-15 * max(1, abs(high)), step < 200 {
      step += 1
      let middle = low + (high - low) / 2
      let chord = low + (high - low) * (above / (above - below))
      let place = step % 3 != 0 && chord > low && chord < high ? chord : middle
      guard place > low, place < high else { break }
      let value = function(place)
      if abs(value) <= 1e-12 { return place }
      if value > 0 {
        // A value at the other end that stays is halved, or that end would stay for ever.
        (low, above, below) = (place, value, below / 2)
      } else {
        (high, below, above) = (place, value, above / 2)
      }
    }
    return high
  }
}
