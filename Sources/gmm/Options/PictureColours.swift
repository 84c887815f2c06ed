#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFigures
import Tables

/// How the labels of a picture's pixels are coloured, where they are written as a picture.
enum PictureColours: String, ExpressibleByArgument, CaseIterable {
  /// By the mean colour of the component, where the model is one of colours.
  case means
  /// By colours that are told apart.
  case distinct

  /// The colours of the labels, 0 before all others.
  func palette(of document: ModelDocument, in table: PointTable) -> PicturePalette {
    let names = document.model.componentNames
    guard self == .means, let means = Self.means(of: document, greatest: table.greatestSample ?? 255) else {
      return PicturePalette(colours: LabelColours.bytes(componentNames: names), areOfPicture: false)
    }
    return PicturePalette(colours: [0, 0, 0] + means, areOfPicture: true)
  }

  /// Red, green and blue of each component's mean; nil where the model is not of colours.
  private static func means(of document: ModelDocument, greatest: Double) -> [UInt8]? {
    let columns = document.columns ?? []
    let coloured = ["r", "g", "b"].compactMap { columns.firstIndex(of: $0) }
    let grey = columns.firstIndex(of: "grey").map { [$0, $0, $0] } ?? []
    let places = coloured.count == 3 ? coloured : grey
    guard !places.isEmpty else { return nil }
    return document.model.components.flatMap { component in
      places.map { UInt8(min(255, max(0, (component.mean[$0] / greatest * 255).rounded()))) }
    }
  }
}

#endif
