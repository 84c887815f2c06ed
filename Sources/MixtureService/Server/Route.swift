#if Command

internal import HTTPTypes

/// A route: what a method and a path ask for.
///
/// No part of a path ever becomes the name of a file.
enum Route: Sendable, Hashable {
  case page, script, style
  case dataSets
  case upload
  case example(String)
  case points(dataSet: Int)
  case startFit
  case events(fit: Int)
  case stop(fit: Int)
  case scene(fit: Int)
  case classify(fit: Int)
  case candidate(fit: Int)
  case download(fit: Int, name: String)

  /// Finds the route of a method and a path.
  ///
  /// - Throws: 400 for a path that no page of ours has, 404 for one that leads nowhere, and 405 with the
  ///   methods that would do.
  static func find(_ method: HTTPRequest.Method, _ path: String) throws(ServiceError) -> Route {
    let segments = try segments(of: path)
    guard let routes = routes(at: segments) else {
      throw ServiceError(
        .notFound, "There is nothing at \(path.prefix(200)).", cure: "The page is at /.")
    }
    guard let route = routes[method == .head ? .get : method] else {
      var error = ServiceError(
        .methodNotAllowed, "\(method.rawValue.prefix(20)) cannot be done with \(path.prefix(200)).",
        cure: "Use \(routes.keys.map(\.rawValue).sorted().joined(separator: " or ")).")
      error.allowedMethods = Array(routes.keys)
      if routes[.get] != nil { error.allowedMethods.append(.head) }
      throw error
    }
    return route
  }

  private static func segments(of path: String) throws(ServiceError) -> [String] {
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
    guard path.utf8.count <= 200, path.hasPrefix("/"), isPlain, !segments.contains("."),
      !segments.contains(".."), segments == [""] || !segments.contains("")
    else {
      throw .badRequest(
        "The path «\(path.prefix(100))» has signs or parts that no path here has.",
        cure: "Paths have small letters, digits, hyphens and single slashes. The page is at /.")
    }
    return segments
  }

  private static func routes(at segments: [String]) -> [HTTPRequest.Method: Route]? {
    let number = segments.count == 4 ? Int(segments[2]) : nil
    switch (segments.prefix(2).joined(separator: "/"), segments.count) {
    case ("", 1): return [.get: .page]
    case ("viewer.js", 1): return [.get: .script]
    case ("viewer.css", 1): return [.get: .style]
    case ("api/data", 2): return [.get: .dataSets, .post: .upload]
    case ("api/examples", 3): return [.post: .example(segments[2])]
    case ("api/data", 4):
      guard let number, segments[3] == "points" else { return nil }
      return [.get: .points(dataSet: number)]
    case ("api/fits", 2): return [.post: .startFit]
    case ("api/fits", 4): return number.flatMap { ofFit($0, segments[3]) }
    default: return nil
    }
  }

  private static func ofFit(_ number: Int, _ leaf: String) -> [HTTPRequest.Method: Route]? {
    switch leaf {
    case "events": [.get: .events(fit: number)]
    case "stop": [.post: .stop(fit: number)]
    case "scene": [.get: .scene(fit: number)]
    case "classify": [.post: .classify(fit: number)]
    case "candidates": [.post: .candidate(fit: number)]
    default: Download(name: leaf) == nil ? nil : [.get: .download(fit: number, name: leaf)]
    }
  }
}

#endif
