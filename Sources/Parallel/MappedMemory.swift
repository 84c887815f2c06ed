/// Holds numbers that may stand in a file which stays on the disk: pages come where they are touched, and can leave.
package protocol MappedMemory: AnyObject, Sendable {
  /// Lets all pages go from memory; they come again where they are asked for.
  func leaveMemory()
}
