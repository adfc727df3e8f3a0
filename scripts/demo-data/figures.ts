import { sitePlan } from './drawings.ts'
import type { Inserts } from './markup.ts'
import type { Paper } from './paper.ts'
import { blue, grey, pale, red } from './pen.ts'

/** Name, first and last day, whether it lies on the critical path. */
const works: [string, number, number, boolean][] = [
  ['施工准备', 0, 20, true],
  ['静压管桩', 10, 60, true],
  ['土方开挖与支护', 50, 85, true],
  ['承台、地梁与筏板', 70, 110, true],
  ['土方回填', 105, 125, false],
  ['一至二层结构', 110, 165, true],
  ['三至五层结构', 165, 230, true],
  ['钢连廊', 225, 255, false],
  ['砌体工程', 180, 275, false],
  ['屋面工程', 232, 280, false],
  ['门窗与外墙保温', 245, 330, true],
  ['抹灰与楼地面', 265, 365, false],
  ['机电安装', 190, 400, false],
  ['精装修', 330, 410, true],
  ['系统调试', 395, 425, true],
  ['室外工程', 350, 430, false],
  ['收尾与竣工验收', 425, 440, true],
]

/** The works as bars over days; critical ones red. Days stretch so that the last one is `duration`. */
function gantt(paper: Paper, duration: number): void {
  const rowHeight = 6.6
  const height = 12 + works.length * rowHeight
  paper.figure(height, '图　施工进度计划横道图（红色为关键线路）', (pen, x, y, width) => {
    const names = 38
    const scale = (width - names) / 480
    const bottom = y + height
    pen.rectangle(x, y, width, 12, { fill: pale, stroke: grey })
    pen.text(paper.bold, '工作名称', x + names / 2, y + 7.5, { size: 9.5, align: 'center' })
    for (let month = 0; month < 16; month++) {
      const left = x + names + month * 30 * scale
      pen.line(left, y, left, bottom, { stroke: grey, width: 0.12 })
      pen.text(paper.body, `${month + 1}月`, left + 15 * scale, y + 7.5, { size: 7, align: 'center' })
    }
    for (const [i, [name, from, to, critical]] of works.entries()) {
      const top = y + 12 + i * rowHeight
      const stretch = (duration / 440) * scale
      pen.line(x, top + rowHeight, x + width, top + rowHeight, { stroke: grey, width: 0.1 })
      pen.text(paper.body, name, x + 1.5, top + 4.6, { size: 8.5 })
      pen.rectangle(x + names + from * stretch, top + 1.7, (to - from) * stretch, 3.2, { fill: critical ? red : blue })
    }
    pen.rectangle(x, y, width, height, { stroke: paper.ink, width: 0.4 })
  })
}

function organization(paper: Paper): void {
  paper.figure(74, '图　项目组织机构图', (pen, x, y, width) => {
    const box = (centre: number, top: number, wide: number, name: string) => {
      pen.rectangle(x + centre - wide / 2, y + top, wide, 10, { fill: pale, stroke: blue, width: 0.35 })
      pen.text(paper.body, name, x + centre, y + top + 6.4, { size: 9.5, align: 'center' })
    }
    const middle = width / 2
    box(middle, 0, 44, '公司分管副总经理')
    pen.line(x + middle, y + 10, x + middle, y + 17)
    box(middle, 17, 36, '项目经理')
    pen.line(x + middle, y + 27, x + middle, y + 40)
    for (const [i, name] of ['技术负责人', '生产经理'].entries()) {
      const centre = middle + (i === 0 ? -40 : 40)
      box(centre, 30, 30, name)
      pen.line(x + middle, y + 35, x + centre + (i === 0 ? 15 : -15), y + 35)
    }
    const groups = ['工程组', '技术质量组', '安全组', '物资组', '造价组', '综合组']
    const step = width / groups.length
    pen.line(x + middle, y + 40, x + middle, y + 46)
    pen.line(x + step / 2, y + 46, x + width - step / 2, y + 46)
    for (const [i, name] of groups.entries()) {
      const centre = step * (i + 0.5)
      pen.line(x + centre, y + 46, x + centre, y + 50)
      box(centre, 50, 24, name)
    }
    pen.line(x + middle, y + 60, x + middle, y + 64)
    box(middle, 64, 120, '木工、钢筋、混凝土、砌筑、装饰、机电各作业班组')
  })
}

const trades: [string, number[]][] = [
  ['木工', [4, 36, 64, 72, 20, 12, 0]],
  ['钢筋工', [4, 40, 52, 56, 10, 0, 0]],
  ['混凝土工', [6, 20, 24, 24, 8, 6, 2]],
  ['瓦工、抹灰工', [4, 10, 12, 46, 68, 52, 8]],
  ['架子工', [2, 8, 18, 18, 14, 6, 0]],
  ['机电安装工', [4, 8, 16, 28, 52, 56, 14]],
  ['装饰工', [0, 0, 0, 10, 58, 72, 16]],
  ['普工', [12, 24, 28, 30, 34, 30, 12]],
]
const stages = ['准备', '基础', '主体一', '主体二', '装饰一', '装饰二', '收尾']

function labour(paper: Paper): void {
  const totals = stages.map((_, i) => trades.reduce((sum, [, counts]) => sum + counts[i]!, 0))
  paper.table({
    widths: [34, 18, 18, 18, 18, 18, 18, 18],
    align: 'cccccccc',
    rows: [
      ['工种（人）', ...stages],
      ...trades.map(([name, counts]) => [name, ...counts.map(String)]),
      ['合计', ...totals.map(String)],
    ],
    boldLast: true,
  })
  paper.figure(48, '图　劳动力投入分布图', (pen, x, y, width) => {
    const most = Math.max(...totals)
    pen.line(x + 8, y, x + 8, y + 42)
    pen.line(x + 8, y + 42, x + width, y + 42)
    const step = (width - 12) / stages.length
    for (const [i, total] of totals.entries()) {
      const high = (total / most) * 36
      pen.rectangle(x + 12 + i * step, y + 42 - high, step - 8, high, { fill: blue })
      pen.text(paper.body, `${total}`, x + 8 + (i + 0.5) * step, y + 40 - high, { size: 8.5, align: 'center' })
      pen.text(paper.body, stages[i]!, x + 8 + (i + 0.5) * step, y + 47, { size: 8.5, align: 'center' })
    }
  })
}

function site(paper: Paper): void {
  paper.figure(102, '图　施工总平面布置图', (pen, x, y, width) => sitePlan(paper, pen, { x, y, width, plant: true }))
}

/** What `!insert` can draw in a construction plan. */
export const planFigures = (duration: number): Inserts => ({
  gantt: (paper) => gantt(paper, duration),
  organization,
  labour,
  site,
})
