public import ArgumentParser
public import Detection

extension DetectionCategory: ExpressibleByArgument {}
extension DetectionLane: ExpressibleByArgument {}
extension RuleImport.Source: ExpressibleByArgument {}
