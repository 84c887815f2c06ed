/// The hashes by which a report's Content-Security-Policy names its script and its style: nothing else runs in it.
///
/// Both are constant, so their hashes are too. A test compares them with what the system's tool makes of a report, and
/// says the new ones after a change.
package enum PageHashes {
  /// Of the script, SHA-256 in base 64.
  package static let reportScript = "lpMYfkEEiNA2r8og5PHvquQGNL5w2mEVoAgvp4ICWnA="
  /// Of the style.
  package static let reportStyle = "Ik3WPoxbaEa1JTDnrHqh4c7g3TGHRN/sfDHmFWrLmgs="
}
