extension RegoType {
  /// More parts than this and a type says nothing any more: types of values made of each other grow exponentially.
  static let partLimit = 2048
  /// Deeper than this, likewise.
  static let depthLimit = 64

  var limited: RegoType {
    var budget = RegoType.partLimit
    return fits(&budget, depth: 0) ? self : .any
  }

  private func fits(_ budget: inout Int, depth: Int) -> Bool {
    budget -= 1
    guard budget > 0, depth < RegoType.depthLimit else { return false }
    switch self {
    case .null, .boolean, .number, .string: return true
    case .set(let element): return element.fits(&budget, depth: depth + 1)
    case .array(let fixed, let rest):
      for type in fixed where !type.fits(&budget, depth: depth + 1) { return false }
      return rest?.fits(&budget, depth: depth + 1) ?? true
    case .object(let fixed, let rest):
      for property in fixed where !property.value.fits(&budget, depth: depth + 1) { return false }
      guard let rest else { return true }
      return rest.key.fits(&budget, depth: depth + 1) && rest.value.fits(&budget, depth: depth + 1)
    case .union(let types):
      for type in types where !type.fits(&budget, depth: depth + 1) { return false }
      return true
    }
  }
}
