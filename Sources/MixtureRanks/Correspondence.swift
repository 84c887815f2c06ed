internal import GaussianMixtures

/// Processes that send numbers to one another.
protocol Correspondence {
  var rank: Int { get }
  var size: Int { get }
  func send(_ numbers: [Double], to other: Int) throws(CommunicationError)
  func received(from other: Int) throws(CommunicationError) -> [Double]
}

extension Correspondence {
  /// The numbers of all ranks, on rank 0, which takes them in the order of ranks.
  func gatherOneByOne(_ numbers: [Double]) throws(CommunicationError) -> [[Double]] {
    guard rank == 0 else {
      try send(numbers, to: 0)
      return []
    }
    var all = [numbers]
    for other in 1..<max(size, 1) { all.append(try received(from: other)) }
    return all
  }
}
