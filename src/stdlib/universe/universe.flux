package universe
