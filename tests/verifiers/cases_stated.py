"""Responses that conclude in a sentence of their own, and some that conclude nothing; the notation is that of cases_math."""

from tests.verifiers.cases_math import table

STATED = table(r"""
The sum is $S = \frac{1/3}{2/3} = \frac12$.⏎⏎The answer is: the series diverges. ;; The sum is $\frac12$.⏎⏎So the series diverges. ;; 和为 1/2。⏎⏎答案是：级数发散。 !~ \frac12
The recipe calls for 3 cups of flour per batch. For 8 batches you would use 3 × 8 = 24 cups of flour. ;; The number 360 factors as 2³·3²·5, so it has 4·3·2 = 24 positive divisors. ~ 24
Lena reads 15 pages every night, so after two weeks she has read 15 × 14 = 210 pages. ;; First, 40% of 350 is 140. Subtracting from 350 leaves 210 students who walk. ~ 210
We know the radius is 6 cm, so the area comes to $36\pi$ square centimeters. ~ 36\pi
Of the 52 cards, 13 are hearts, which means the probability of drawing a heart is 1/4. ~ \frac14
The slope is (7 − 1)/(5 − 2) = 2, and so the line is y = 2x − 3. ~ y=2x-3
Adding the two equations gives 2x = 10, hence x = 5, and then y = 2. So the solution is (5, 2). ~ (5,2)
The discriminant is 16 − 20 = −4 < 0.⏎⏎So the equation has no real roots. ~ no real solution
Yes. Since 91 = 7 · 13, it can be written as a product of two primes. ~ yes
After paying \$12 for lunch and \$8 for a ticket, Omar still has \$30 left. ;; 设原来有 x 人，根据题意 x+12=2(x-9)，解得 x=30，即原来有30人。 ~ 30
Each of the 6 friends pays \$84 ÷ 6 = \$14, not counting the tip. ~ 14
The train covers 180 miles in 3 hours, so its average speed is 60 miles per hour. ~ 60 mph
Together they painted two thirds of the fence. ~ \frac23
The mixture has 9 red and 12 blue marbles, so the ratio of red to blue is 3:4. ~ 3:4
By the binomial theorem, the coefficient of $x^3$ is $\binom{6}{3}\cdot 2^3 = 160$. I hope that clears things up! ~ 160
The derivative is $f'(x) = 3x^2 - 12x$, which vanishes at 0 and 4. The function therefore decreases on $(0, 4)$. ~ (0,4)
Total interest: 2000 × 0.05 × 3 = \$300. Hence the final balance is \$2,300. ~ 2300
In 1 hour both pipes fill 1/4 + 1/6 = 5/12 of the tank, so the tank takes 12/5 hours to fill. ~ 12/5 hours
We need n ≥ 7 for the inequality to hold. The smallest such integer is 7. ;; So he can buy 7 notebooks, with \$2 left over. ;; 由题意得 $2x-5=9$，移项得 $2x=14$，所以 $x=7$。 ;; Since f is decreasing on [1, 3], its largest value there is f(1) = 7. ~ 7
Let the width be w. Then 2(w + w + 4) = 40 gives w = 8. The length is 12 cm. ~ 12 cm
There are 5 choices for the first digit and 4 for the second, giving 20 two-digit numbers. ~ 20
The hypotenuse is $\sqrt{8^2+15^2}=17$. Note that 8-15-17 is a well-known triple. ~ 17
Using synthetic division the quotient is $x^2 - x + 3$ and the remainder is 0, so $P(x) = (x+1)(x^2-x+3)$. ~ (x+1)(x^2-x+3)
It takes Jim 45 minutes, which is three quarters of an hour. ~ 45 minutes
The answer is 18. (Check: 18/2 = 9, and 9 − 3 = 6 as needed.) ;; Kim is twice as old as Lee, and Lee is 9. Kim is therefore 18 years old. ~ 18
Since each outcome is equally likely, P(sum = 7) = 6/36 = 1/6. ~ 1/6
Hmm, 5 + 6 = 12? No, that's wrong: 5 + 6 = 11. So she has 11 stickers. ;; Let me set up the equation: 3(x − 2) = 2x + 5. Expanding, 3x − 6 = 2x + 5, and so x = 11. That's the number we were looking for. ;; $f(g(2)) = f(5) = 11$. Nice and simple! ~ 11
每个班有45人，6个班共有45×6=270人。 ~ 270
小红买了3支笔，每支4元，付了20元，应找回 20-3×4=8 元。 ~ 8元
因为圆的半径是5厘米，所以它的面积是 $25\pi$ 平方厘米。 ~ 25\pi cm^2
甲车每小时行60千米，乙车每小时行80千米，两车相遇需要 420÷(60+80)=3 小时。 ~ 3小时
方程的判别式 $\Delta=4-12=-8<0$，故原方程没有实数根。 ~ 无实数根
不是。因为 $1+2=3$，两边之和等于第三边，不能构成三角形。 ~ 否
这批货物还剩总数的七分之二没有运走。 ~ \frac27
男生与女生人数之比为 12∶15，化简得 4∶5。 ~ 4:5
令 $f'(x)=0$ 得 $x=1$，此时 $f(1)=-2$，所以函数的最小值为 $-2$。 ~ -2
共有6种等可能的结果，其中点数为偶数的有3种，所以概率为 $\frac12$。 ~ 1/2
这个长方体的体积是 5×4×3=60（立方厘米）。 ~ 60 cm^3
打八折后的价格是 250×0.8=200 元，比原价便宜50元。 ~ 200元
综上，$k$ 的取值范围为 $k<-1$ 或 $k>3$。 ~ (-\infty,-1)\cup(3,\infty)
设公比为 $q$，则 $q^3=8$，$q=2$，于是 $a_5=1\times 2^4=16$。 ~ 16
男生有24人，女生有16人，全班一共有40人。 ~ 40
∵ 四边形ABCD是平行四边形，∴ ∠A=∠C=70°，∴ ∠B=110°。 ~ 110°
小刚从家到学校要走15分钟，也就是四分之一小时。 ~ 15分钟
把 $x=1$ 代入得 $1+m-3=0$，解得 $m=2$。经检验，$m=2$ 符合题意。 ;; 10年后，父亲的年龄是50岁，儿子的年龄是25岁。所以那时父亲的年龄是儿子的2倍。 ;; 正确的说法是②③，共2个。 ;; The median is 17 and the mean is 19; the question asks for the difference, which is 2. ~ 2
图书馆原有1200本书，借出350本后还剩850本。希望这个解答对你有帮助！ ~ 850
这列火车的速度是72千米/时，合20米/秒。 ~ 20 m/s
先求出乙数为15，再由甲数是乙数的3倍，得甲数为45。 ;; 总共有 $C_{6}^{2}\times C_{4}^{2}\div 2=45$ 种不同的分法。 ~ 45
因此 $A\cap B=\{x\mid 1<x<2\}$。 ~ (1,2)
第4个图形需要13根小棒，照这样下去，第n个图形需要 (3n+1) 根小棒。 ~ 3n+1
水池里原有水 $\frac{3}{5}$ 吨，用去 $\frac14$ 吨，还剩 $\frac{7}{20}$ 吨。 ~ \frac{7}{20}吨
三种颜色的球各取一个，最少要取 2+2+1=5 个球才能保证有3个同色。 ;; The circle has center $(2,-1)$ and passes through $(5,3)$, hence its radius is $\sqrt{9+16}=5$. ;; Combining like terms: 3x + 2x − 5 = 20 → 5x = 25 → x = 5. ~ 5
原式 $=\sqrt{12}-\sqrt3+1=\sqrt3+1$。 ~ \sqrt3+1
The recipe calls for 3 cups of flour per batch. For 8 batches you would use 3 × 8 = 32 cups of flour. ;; The answer can't be determined from 24 alone. ;; The perimeter is 24, and the area is 32. ;; None of the 24 permutations is valid. !~ 24
Lena reads 15 pages every night, so after two weeks she has read 15 × 14 = 210 pages. ;; Suppose the answer were 15; then the sum would be odd, a contradiction. ;; 那么甲、乙两数的差是15，求这两个数。 !~ 15
We know the radius is 6 cm, so the area comes to $36\pi$ square centimeters. !~ 6 cm
Of the 52 cards, 13 are hearts, which means the probability of drawing a heart is 1/4. ;; The median is half of the hypotenuse, which is 26. !~ 13
First, 40% of 350 is 140. Subtracting from 350 leaves 210 students who walk. !~ 140
The area is $\frac{9\cdot 4}{2}$, which works out to 16. ;; 小明的解法得到18，但他忘了减去重复的3个。 ;; The first gear turns 12 times while the second turns 18 times. !~ 18
The trip took 150 minutes, that is, 2 hours. !~ 150 minutes
Tickets cost \$9 and snacks cost \$7. ;; It would be 16 if we counted the boundary. !~ 16
Each box holds 12 eggs and each crate holds 10 boxes. !~ 120
So the two numbers differ by 8. ;; Therefore x = 4. Wait, I forgot the minus sign, x = -4. ;; Two of the roots are 1 and 4. ;; It would take 6 workers 4 days. ;; The next step is to divide by 4. ;; x的值不能是4。 !~ 4
If she worked 10 hours she would earn \$150. !~ 150
The car travels 240 miles on 8 gallons. ;; There must be fewer than 30 of them. ;; Let us denote by n the number of students; we know that n > 30. ;; 如果再买2个，总数就是30个。 !~ 30
I think the total is 48, but I might be wrong. ;; The 5th term is 48 and the 6th term is 96. !~ 48
She has three times as many as the 14 that Bob has. ;; The bigger number is 21 and the smaller one 14. ;; The largest of the 5 numbers is at least 14. !~ 14
His score went from 60 to 75. !~ 75
She needs 4 more points to reach 20. ;; 这个数比20大5。 ;; 他做对了20道题中的18道。 !~ 20
The probability is 3/8, which is 3 times as likely as before, i.e. 0.385. !~ 3/8
Half of the 80 students take the bus. !~ 80
We get two candidates, x = 2 and x = 5, and only x = 5 satisfies the domain condition. ;; x=2 是方程的增根。 ;; At x = 2 the derivative changes sign. ;; 解得 $x=2$ 或 $x=-3$，其中 $x=-3$ 舍去，所以 $x=-3$。 ;; 我们先求 $f(2)=4$。 ;; The slope of the second line must be the negative reciprocal of 2. ;; 将 $x=2$ 代入原方程。 !~ 2
No. The number 51 is 3 × 17. !~ yes
The system has infinitely many solutions. ;; The equation has a solution. !~ no solution
The ratio of cats to dogs is 3 to 5, so for 15 cats there are 25 dogs. !~ 3:5
The interval is (2, 5), and so 2 is not included, but 5 is: (2, 5]. !~ (2,5)
The prime factors are 2, 3 and 7. ;; He bought 5 apples, 6 pears, and 7 plums. ;; 平均每天卖出25箱，7天卖出 25×7=175 箱，即每天25箱。 ;; 商是7，余数是2。 ;; The sum of the digits is 14, so the number is divisible by 7. ;; So the distance is 5 units from A and 7 units from B. ;; Each side is 7 times the base. !~ 7
小明有15元，花了6元，妈妈又给了他10元。 ;; 若每天看12页，则要看15天；若每天看18页，则只要10天。 ;; 接下来求 $a_5$，已知 $a_4=10$。 !~ 10
甲数是12，乙数是8。 ;; Either the first pipe is open for 5 hours or the second for 8. ;; The median of the list is 9 (the middle of 3, 5, 8, 9, 14). ;; The answer depends on whether 0 counts, so it is 7 or 8. !~ 8
这个三角形的底是6厘米，高是4厘米。 !~ 4厘米
每个班有45人，6个班共有45×6=260人。 !~ 270
因为圆的半径是5厘米，所以它的面积是 $25\pi$ 平方厘米。 !~ 5厘米
题中给出的长度是30米。 !~ 30米
绳子长 3.5 米，也就是 35 厘米。 !~ 3.5米
一共有 $\frac{6!}{2!}$ 种排法，即 $720$ 种。 !~ 360
所以方程有解。 !~ 无解
是的，它们相等。 ;; 是 !~ 否
答案大概在50到60之间。 ;; Without the discount it would have cost \$60. !~ 60
解得 $x=3$，但 $x=3$ 使分母为零，所以原方程无解。 ;; 综上，$m=3$ 或 $m=-1$。 ;; We still need to multiply by 3 to get the total. ;; Now let's compute the value of f(3) ;; 该数列的公差是3，首项是2。 ;; That leaves only the case k = 3, which we rule out as well. ;; $x = 3$ is extraneous. !~ 3
每小时生产40个零件，照这样计算，8小时可以生产多少个？ ;; He has 40 left. Then he spends half of it. !~ 40
去年产量是120吨，今年比去年增产20%。 !~ 20%
我算了一下，好像是64。 !~ 64
小华说答案是36，小明说答案是35。 ;; 答案应该是36吧？ ;; The formula gives 36, but we counted every pair twice. ;; There are 100 − 36 of them. ;; 第一步得到36，第二步还要除以4。 !~ 36
男生与女生人数之比为 12∶15，化简得 4∶5。 ;; So the price rose by 12 dollars, or 15 percent. ;; Recall that a cube has 12 edges. ;; Alice is 12 now. In 6 years she will be 18. ;; 结果是12还是13，取决于是否包含0。 !~ 12
由已知，前3天修了60米，还要修4天。 !~ 60米
该函数在 $(0,1)$ 上单调递减，在 $(1,+\infty)$ 上单调递增。 !~ (0,1)
甲、乙两地相距480千米，客车先行了80千米。 !~ 80千米
有人认为一共有21种，但漏掉了3种。 !~ 21
所以第10项是 $a_{10}=29$，第11项是 $a_{11}=32$。 ;; There are 4 quarters in a dollar, so \$7.25 is 28 quarters. !~ 29
她至少要再存5个月。 ;; 因为 $a=3$，$b=4$，$c=5$。 ;; 当 $x=5$ 时，$y$ 有最大值。 ;; Now we use the fact that the radius is 5. ;; Since the radius is 5, ;; The store sells 3 pens for \$5. !~ 5
Q: How many diagonals does a decagon have?⏎A: A polygon with n sides has n(n−3)/2 diagonals, so a decagon has 10·7/2 = 35 of them. ~ 35
In a right triangle the median to the hypotenuse is half of it. The hypotenuse is 26, therefore the median equals 13. ~ 13
At 3% interest compounded yearly, the \$500 deposit grows to \$500 × 1.03² = \$530.45. ~ 530.45
The bus leaves at 9:50 and the ride takes 40 minutes, so Ana arrives at 10:30. ~ 10:30
January 1 was a Monday and 30 days later is 2 days further in the week, so January 31 is a Wednesday. ~ Wednesday
The complement has probability 1 - 0.35, so the event itself happens with probability 0.65. ~ 0.65
Dividing both sides by 4, we arrive at $x^2 + y^2 = 9$, a circle of radius 3. Its area is $9\pi$. ~ 9\pi
The two lines have the same slope but different intercepts, so they never meet and the system has no solution. ;; There are no integers that satisfy both conditions, so the answer is none. ~ no solution
Simplifying $\frac{36}{48}$ by the common factor 12 leaves $\frac34$. ~ \frac34
**Step 1.** 15% of 80 is 12.⏎**Step 2.** 80 − 12 = 68.⏎⏎The sale price is \$68 (before tax). ~ 68
In set notation, the domain is $\{x \mid x \ne 2\}$, because the denominator vanishes only at 2. ~ (-\infty,2)\cup(2,\infty)
There were 25 + 17 = 42 birds at first; 15 flew away, which leaves 27 birds on the wire. ;; 乙数的 $\frac23$ 是 18，那么乙数是 27。 ~ 27
So her average speed for the whole trip works out to exactly 48 km/h. ~ 48 km/h
We have $a_1 = 3$ and $d = 4$; hence $a_{10} = 3 + 9\cdot 4 = 39$. ~ 39
No, it is not a prime number: 57 = 3 · 19. ~ no
The polynomial can be written as $(x-3)(x+3)(x^2+9)$. ~ (x-3)(x+3)(x^2+9)
The tank is now five eighths full. ~ \frac58
The dimensions must be 6 by 9, giving a perimeter of 30 meters. Let me know if you'd like another method. ~ 30 m
Thus exactly twelve students play both sports. ;; So the number of lattice points inside the triangle is $\boxed{12}$ by Pick's theorem; it would be 16 if we counted the boundary. ~ 12
The remainder turns out to be 4, since 7³ = 343 = 3·113 + 4. ;; 只有当 $n=4$ 时条件成立，所以 $n$ 的值为 $4$。 ~ 4
Each angle of a regular pentagon measures (5−2)·180°/5 = 108°. ~ 108°
The point lies on the y-axis, so its coordinates are (0, −5). ~ (0,-5)
由三角形内角和定理，$\angle C=180^\circ-60^\circ-45^\circ=75^\circ$。 ~ 75°
因为每4天循环一次，100÷4=25，刚好整除，所以第100天是星期日。 ~ 星期日
一件衣服原价300元，先降价10%，再降价10%，现价是 300×0.9×0.9=243 元。 ~ 243
甲、乙合作需要 $1\div(\frac16+\frac13)=2$ 天完成，所以答案为2天。 ~ 2天
设 $z=a+bi$，由条件得 $a=1$，$b=-2$，故 $z=1-2i$。 ~ 1-2i
所以这个数除以7的余数是3。注意这里只用到了同余的性质。 ;; Alice is 12 now. In 6 years she will be 18, twice her sister's age, so her sister is 3 now. ~ 3
∴ 所求直线的方程为 $2x-y+1=0$． ~ 2x-y+1=0
他做10道题用了35分钟，平均每道题用3.5分钟。 ~ 3.5
盒中共有8个球，其中红球3个，因此摸到红球的概率是八分之三。 ~ \frac38
底面积是 $9\pi$，高是4，圆锥的体积为 $\frac13\times9\pi\times4=12\pi$。 ~ 12\pi
原来有96页，已经看了三分之一，还剩64页没看。 ~ 64
答：小明跑得快，他每分钟比小华多跑20米。 ~ 20米
这个数列从第二项起每项都比前一项大3，所以通项公式为 $a_n=3n-1$。 ~ a_n=3n-1
船在静水中的速度是每小时15千米，水流速度是每小时3千米，顺水每小时行 15+3=18 千米。 ~ 18千米
方程两边同乘 $x-1$，得 $x=1$。检验：$x=1$ 时分母为0，所以原分式方程无解。 ~ 无解
函数图象的对称轴是 $x=\frac{\pi}{6}$，最小正周期 $T=\pi$。故最小正周期是 $\pi$。 ~ \pi
一共要付 12.5×4=50（元），妈妈带的钱正好够。 ;; 小丽的钱是小红的2倍，小红有25元，那么小丽有50元。 ~ 50元
圆周长是31.4厘米，直径就是10厘米，半径是5厘米。所以圆的面积为78.5平方厘米。 ~ 78.5
两地间的实际距离是 5×2000000=10000000 厘米，即100千米。 ~ 100千米
A decagon has 10·7 = 70 diagonals. !~ 35
Only 4 of the 9 numbers are prime. ;; 三个数分别是4、6、9。 ;; Therefore x is a multiple of 9. ;; 共有15人参加，其中9人获奖。 !~ 9
Let's check x = 6: 36 − 30 = 6, not 0. ;; His age is the square of 6. ;; This is a quadratic with a = 1, b = −5 and c = 6. ;; By symmetry it is enough to count the first 6. ;; 6不是方程的解。 !~ 6
The length is $3\sqrt{2}$ m, which is the same as $\sqrt{12}$ m. !~ 3\sqrt2 m
If x = 4, both sides equal 11. !~ 11
The ball drops 5 m in the first second and 15 m in the next. !~ 15 m
The correct answer isn't 72 but 27. ;; 他第一天看了30页，第二天看了42页，两天共看了 30+42=62 页。 !~ 72
Yes, it is. !~ no
The temperature dropped from 8 to −3 degrees. ;; 由图可知，点A表示的数是-3。求点B表示的数。 !~ -3
周长是24厘米，面积是32平方厘米。 !~ 24厘米
小华比小明多做了8道题。 !~ 8道题以上
圆的半径是3，它的面积不是 $6\pi$。 !~ 6\pi
总价在200元以上。 !~ 200元
比值为0.75，也就是四分之一。 !~ 0.75
所以这两条直线不平行。 !~ 平行
水面上升了2厘米后，高度是14厘米，再上升多少厘米就满了？ !~ 14厘米
长是宽的3倍，宽是7米，那么长是21分米。 !~ 21米
该方程有两个不相等的实数根。 !~ 无实数根
We can pair 1 with 99, 2 with 98, and so on, so the sum is 49 × 100 + 50 = 4950. ~ 4950
If we let s be the side, then s² = 81 and s = 9. The perimeter is therefore 4 · 9 = 36 inches. ~ 36 in
Marcus earned \$64 on Friday and \$38 on Saturday. Combined, that is \$102. ~ 102
Out of 30 students, 18 take French, so the fraction who don't is $\frac{12}{30} = \frac{2}{5}$. ~ \frac25
The equation $x^2 = 50$ has the positive root $x = 5\sqrt{2}$. ~ 5\sqrt2
By Vieta, the product of the roots is c/a = −6/2 = −3. ~ -3
Reversing the order of the digits gives 52; the original number is 25. ;; 由 $a+b=7$，$ab=12$，得 $a^2+b^2=(a+b)^2-2ab=49-24=25$。 ~ 25
A 20% tip on \$45 is \$9. Adding it to the bill, the family pays \$54 altogether. ~ 54
The inequality holds exactly when $-2 \le x < 5$, that is, on the interval $[-2, 5)$. ~ [-2,5)
After simplification we are left with $2x^2 - 3x + 1$. ~ 2x^2-3x+1
The median of the list is 8 (the middle of 3, 5, 8, 9, 14). ;; 经过计算，这个多边形的边数为八。 ~ 8
Rounded to the nearest tenth, the distance is 7.6 miles. ~ 7.6
Each of the 3 cats eats 2 cans a day, which makes 42 cans in a week. ;; The greatest common divisor of 84 and 126 is 42. ~ 42
The probability that at least one is defective is $1-\frac{27}{64}=\frac{37}{64}$. ~ \frac{37}{64}
The plane reaches its destination at 6:15 p.m. ?~ 6:15 PM
把12个苹果平均分给4个人，每人分得3个。 ~ 3个
三角形的三边长分别为3、4、5，满足勾股定理，所以是直角三角形，面积为6。 ~ 6
汽车从甲地到乙地用了4小时，平均速度为每小时65千米，因此两地相距260千米。 ~ 260千米
由 $\sin\alpha=\frac35$ 且 $\alpha$ 为第二象限角，得 $\cos\alpha=-\frac45$。 ~ -\frac45
直线与圆的距离等于半径，因此直线与圆相切。 ?~ 相切
这个分数约分后是十二分之五。 ~ \frac{5}{12}
设这个角为 $x$，则 $180-x=3(90-x)$，$x=45$。所以这个角是 $45^\circ$。 ~ 45°
所以，$AB$ 的长为 $2\sqrt{5}$（负值已舍去）。 ~ 2\sqrt5
经过5次对折后，纸的厚度变为原来的32倍。 ~ 32
小数点向右移动两位，结果就是 305。 ~ 305
能。因为 10 的倍数都能被 5 整除。 ~ 是
A 20% tip on \$45 is \$9. Adding it to the bill, the family pays \$56 altogether. !~ 54
The equation $x^2 = 50$ has the positive root $x = 5\sqrt{2}$. !~ -5\sqrt2
The plane reaches its destination at 6:15 p.m. ?~ 6:15 AM
Two cards are drawn from a deck of 52. !~ 52
We conclude that 91 is not prime. !~ 91
The value 17 is larger than expected. ;; The median is 17 and the mean is 19. !~ 17
所以每个班平均分得15本，还多出4本。 !~ 15本
故选项A错误，B正确。 !~ A
设原价为 $x$ 元，则现价为 $0.8x$ 元。 !~ x
我们假设全是鸡，那么一共有70只脚。 !~ 70
圆的直径是10厘米，所以周长是 10π 厘米。 !~ 10厘米
相当于原数的五分之一。 !~ \frac45
There are 4 quarters in a dollar, so \$7.25 is 29 quarters. ~ 29
From the diagram, angle ABC is 40 degrees and the triangle is isosceles, so angle ACB is also 40 degrees and angle BAC is 100 degrees. ~ 100
To sum up, she walked for a total of 2 hours and 15 minutes. ~ 2.25 hours
The common difference is 6, which makes the 20th term equal to 117. ~ 117
We have 2^5 = 32 subsets, but one of them is empty, so there are 31 nonempty subsets. ~ 31
His commission is 6% of \$8,500, i.e. \$510. ~ 510
With no restrictions there are 5! = 120 arrangements. Two people must not sit together, so we subtract 48, leaving 72. ~ 72
Because the discriminant is zero, the equation has exactly one real solution, $x=-\frac{3}{2}$. ~ -\frac32
It would take the two of them 2 hours and 24 minutes working together. ~ 2.4 hours
The equation of the tangent line is therefore $y = 4x - 4$. ~ y=4x-4
As a percentage, that is 62.5%. ~ 62.5\%
The sum of the interior angles is $720^{\circ}$, so the polygon is a hexagon. ~ hexagon
I get 14 ways when repetition is allowed and 9 when it isn't. Since it isn't allowed here, the count is 9. ~ 9
小芳有18元，比小丽多6元，所以小丽有12元。 ~ 12元
如果每分钟走60米，那么从家到学校需要12分钟，所以两地相距 60×12=720 米。 ~ 720米
解这个不等式，得 $x\ge -1$。所以它的最小整数解是 $-1$。 ~ -1
这个圆柱的侧面积是 $20\pi$，底面积是 $4\pi$，因此表面积为 $28\pi$。 ~ 28\pi
往返的平均速度不是48，而是 $\frac{2\times40\times60}{40+60}=48$ 千米/时。 ~ 48千米/时
正方形的面积是 $5\times5=25$ 平方米，阴影部分占五分之二，也就是10平方米。 ~ 10平方米
所以共需要 $\dfrac{7}{12}\div\dfrac{1}{6}=3.5$ 小时。 ~ 3.5小时
The greatest common divisor of 84 and 126 is 42. !~ 84
We have 2^5 = 32 subsets, but one of them is empty. !~ 32
Her score must have been more than 88. !~ 88
The estimate of 250 is too high. !~ 250
It takes 20 minutes, not 25 minutes. !~ 25
The ratio 3:4 is equivalent to 15:20, so there are 35 in all. !~ 3:4
小芳有18元，比小丽多6元，所以小丽有24元。 !~ 12元
乙数的 $\frac23$ 是 18。 !~ 18的一半
往返的平均速度不是50千米/时。 !~ 50千米/时
一共需要5天以上。 !~ 5天
比例尺是1:500。图上距离是4厘米。 !~ 4米
他一共答对了8题，那么答错的题数不到3题。 !~ 3题
甲的速度是乙的1.5倍。 !~ 1.5米
本来计划用20天，实际提前了5天。 !~ 20天
The answer is 5. Wait, the answer is 6. ;; \boxed{5}⏎⏎Wait, the answer is 6. ;; 答案是5。等等，答案是6。 ~ 6
The answer is 5. Wait, the answer is 6. ;; 答案是5。不对，答案是6。 !~ 5
11!/(4!4!2!), which equals 34,560. !~ 34650
三百六 ~ 360
三百六 ;; 三百零六十 !~ 306
二百五 ~ 250
三万五 ~ 35000
48\text{ in}^2 ;; 48 in² ~ 48 square inches
aₙ=2n-1 ~ a_n=2n-1
7 又 2/5 ~ 7\frac25
A、B、D ;; BAD !~ AB
A、B、D ~ ABD
""")

SECTIONS = table(r"""
$A=\{1,2\}=\{2\}$ ;; $\{1\}\cup\{2\}=\{2\}$ ;; $A\cup B=\{1,2\}\cup\{2,3\}=\{1,2,3\}$. !~ \{2\}
$(4,5)=(4,6)$ ;; So $P=(1,2)=(4,6)$. ;; (x,y)=(3,6)=(4,6) !~ (4,6)
$x=\frac{2\pm4i}{2}=2\pm4i=1\pm i$ ;; $x=1\pm 3i=1\pm2i$ ;; $x^2=1\pm2i$ !~ 1\pm2i
$2A=\begin{pmatrix}5&8\\1&4\end{pmatrix}$, so $A=\begin{pmatrix}2.5&4\\0.5&2\end{pmatrix}$ ;; $\begin{pmatrix}5&8\\1&4\end{pmatrix}=\begin{pmatrix}5&8\\1&5\end{pmatrix}$ ;; $A \ne B=\begin{pmatrix}5&8\\1&4\end{pmatrix}$ !~ \begin{pmatrix}5&8\\1&4\end{pmatrix}
**Answer:** $x = 5$⏎⏎**Check:** $x = 6$ works ;; 【答案】5【解析】所以选6 ;; (33+3)÷(3+3)=6，所以3年后是5倍。 ;; 36-6=30，30-6=24，所以6年前是24岁。 ;; 8-2=6，所以6个人分24个苹果，每人4个。 ;; 24÷4=6。所以6天一共读了36页。 ;; 3+3=6。因此6个苹果共值30元。 ;; 3x=18，x=6。所以长是宽的6倍？ ;; x=6不对。所以6年后是3倍。不对 ;; 14-8=6，所以6年前是3倍，现在是2年后。 ;; 解得x=5。所以5年后，妈妈的年龄是小丽的3倍，那时小丽6岁。 ;; So in 3 years, the mother will be 6 times as old as her daughter. !~ 6
**Answer:** $x = 5$⏎**Explanation:** so the answer is 6 ;; 【答案】$5$⏎【解析】故答案为：6 ;; Answer: 5⏎Reasoning: the answer is 6. ~ 6
We check 17: it works.⏎Therefore the smallest is ;; n = 17 so the answer is ;; 经检验，17符合。所以最小的n是 ;; 所以n= ;; 17⏎⏎So the total number of ways is: ;; 答案是： ;; 得 $n=17$，所以 ;; Thus $n = 17$, and therefore !~ 17
解得 $x_1=10$，$x_2=20$。$x=10$ 舍去，故 $x=20$。 ;; $x=10$ 舍去。 ;; 所以 $x=10$ 舍去， ;; x_1=10 舍去，x_2=20 也舍去。 !~ 10
x=10 舍去，x=20 也不合题意。 ;; $x=20$ 舍去，$x=10$。 ;; 解得 $x_1=10$，$x_2=20$。⏎∵ $x=20$ 不合题意，舍去，⏎∴ $x=10$。⏎答：每件商品应降价10元。 ;; 解得 $x_1=10$，$x_2=20$（舍去），所以每件降价10元。 !~ 20
If today is Thursday, in two days it will be a Saturday. ;; It is not a Thursday. ;; It could be a **Thursday**. ;; It is **Thursday** or Friday. ;; Is it **Thursday**? ;; It is a Thursday only if the remainder is 2. ;; The meeting is on Thursday, but the deadline is on Friday. ;; Tomorrow will be Thursday, so today is Wednesday. ;; We want to know which day is 100 days after Thursday. ;; so 100 days after Thursday is a **Saturday**. ;; The day before Thursday is Wednesday. !~ Thursday
It is odd only if $n$ is even. ;; The product is even, the sum is odd, so the difference is even. ;; n is odd or even !~ odd
Alice is the youngest and Bob is the oldest. ;; Alice is the tallest girl, but Bob is the tallest of all. ;; **Alice** is not the winner. ;; If **Alice** wins ;; Alice is the first in line, so the tallest is Bob. ;; Alice is the oldest? No. ;; I think Alice is the oldest !~ Alice
如果今天是星期四，那么后天是星期六。 ;; 昨天是星期四，今天是星期五。 ;; 可能是星期四。 ;; 星期四是错误的。 ;; **星期四**不对。 ;; 不是**星期四**。 ;; **星期四**？ ;; 从星期四到**星期五**。 ;; 今天是星期四，所以再过100天是星期六。 !~ 星期四
末尾共有3个2。 ;; 末尾有0个2 ;; 有2个0或3个0。 ;; 至少有2个0。 ;; $\{1,2\}=\{2\}$ ;; ∴ $\{2\}$ 不是解 ;; A=\{2\}=3 !~ 2
每人分6块，还差2块。 ;; 每人分6块，每组剩3块，一共余2块 ;; 38÷2=19，每人6块，剩2块？ ;; 如果每人分6块，还剩2块。 ;; 每人分2块，余6块。 ;; 38÷6=6……3 !~ 6余2
设甲每件 $y$ 元，乙每件 $x$ 元。答：甲每件20元，乙每件30元。 ;; 设甲每件 $x$ 元，乙每件 $y$ 元。答：甲每件30元，乙每件20元。 ;; 设甲每件 $x$ 元，乙每件 $y$ 元。答：甲有20件，乙有30件。 ;; 设甲每件 $x$ 元，乙每件 $y$ 元。答：甲每件20元，乙每件不到30元。 !~ x=20,y=30
鸡有12只，兔有23只。 ;; 鸡有23只，兔不是12只。 ;; 鸡有23只。 ;; 鸡有23只，鸭有12只。 ;; 鸡有23条，兔有12只。 ;; 鸡有23只，兔有12只，鸭有3只。 ;; 如果鸡有23只，兔有12只 !~ 鸡23只，兔12只
8÷2=4。所以4个人每人分到2个。 ;; 2+2=4。答：4箱苹果重40千克。 ;; 12/3=4. So 4 boxes cost 20 dollars. ;; 20/5 = 4. So the 4 friends pay 5 dollars each. ;; 解得 $m=4$（舍去）或 $m=0$． ;; 解得 $m=0$（舍去）或 $m=4$（舍去）． ;; ∴ $m=4$．∴ 不成立 ;; ∵ $m=3$，∴ 不是 $m=4$． ;; ∵ $m=4$ ∴ $m\ne4$ ;; 假设∴ $m=4$？ ;; ∴ m=4 或 ∴ m=5 ;; 若 $m=4$，∴ $n=3$． ;; ∴ m>4 ;; ∴ $m\approx4$ ;; 解得 $m=0$ 或 $m=4$． !~ 4
She makes **\$18** a day for 2 days, that is \$36. ;; If she makes **18** dollars, she has 30. ;; She does not make **18** dollars. ;; She makes more than **18** dollars from 9 eggs. ;; **18** of the 30 are girls, so 12 are boys. ;; Of **18** eggs, 9 are left. ;; The **18** eggs cost 9 dollars. ;; With **18** eggs she makes 9 dollars. ;; She has **18** eggs and 9 ducks. ;; There are 9 more than **18** eggs. ;; She has 18 eggs and sells 9 of them, so she makes **$9** a day. ;; Janet makes $18 on Monday. But over the two days she makes $36. ;; 9 eggs at $2 per egg comes to $19 a day, not $18. !~ 18
9.8 m s^{-1} ;; 9.8 m s ;; 9.8 m s^{2} ;; 9.8\,m\,s^{-3} ;; Therefore $v = 9.8\ \mathrm{m/s}$. ;; 物体 2 s 末的速度为 19.6 m/s，2 s 内的位移为 9.8 m。 !~ 9.8 m/s^2
F = (4 kg)(5 m/s^2) = 20 kg ;; 20 kg m/s ;; 20 kg·m²/s² !~ 20 N
20 kg·m/s² ;; 20\ \mathrm{kg\,m\,s^{-2}} ;; 20 kg m s^{-2} ;; 20\ \text{kg}\cdot\text{m}\cdot\text{s}^{-2} ;; By Newton's second law, $F = ma = (4\ \text{kg})(5\ \text{m/s}^2) = 20\ \text{N}$. ;; So the net force on the block is 20 N to the right. ;; 因此物体所受的合力为20牛。 ~ 20 N
5\ \mathrm{kg\,m^2\,s^{-2}} ;; 5 N·m ~ 5 \text{ J}
5 N/m ;; 5 kg m s^{-2} !~ 5 \text{ J}
3\ \mathrm{mol\cdot L^{-1}} ;; 3 mol L^{-1} ~ 3 mol/L
{1\over6} ;; $${1 \over 6}$$ ;; The probability is ${1 \over 6}$. ~ \frac16
{1\over 7} ;; {6 \over 1} ;; over 1/6 !~ \frac16
The volume is less than $60\pi\ \text{cm}^3 \approx 188.5\ \text{cm}^3$. ;; The volume is $\approx 60\pi$ ;; The volume is $50\pi\ \text{cm}^3 \approx 188.5\ \text{cm}^3$. !~ 60\pi
所以不等式①的解集为 $-1<x<3$，不等式②的解集为 $x>5$ ;; 不等式组的解集为 $-1<x<3$，所以原不等式组的解集为 $x<3$． ;; 不等式组的解集为 $x<3$． ;; 由①得 $x<3$；由②得 $x>-1$．∴ $-1<x\le3$ ;; Therefore $x\in(-\infty,-1)\cup(3,\infty)$. !~ -1<x<3
则∠ACB＝60°，则∠A=30°． ;; ∵∠A＝60°，∴∠B＝30°． ;; Therefore, $m\angle ABC = 6^\circ$. ;; Angle $C$ measures 60 degrees, so its supplement measures 120 degrees. ;; 所以∠AOB的度数是60分。 !~ 60^\circ
$30\div 50\% = 75$ ;; 全班人数：30÷40%＝74（人） ;; 30*40%=75 ;; Let the number be $N$. 40% of N is 30, so N = 30*0.4 = 12. !~ 75
11时5分-8时20分=2小时35分 ;; 2小时45分-15分=2小时30分 ;; 从8时到10时45分，共2小时45分，再加上15分，就是3小时。 ;; 从上午8时20分到11时5分，经过了2小时45分，再过15分钟就是3小时。 ;; 经过了不到2小时45分。 ;; 2小时45分前是8时。 ;; 答：电影放映了2小时，中间休息45分。 !~ 2小时45分
经验证，n=1不成立，n=3不成立，所以n最小是4 ;; 经验证，$n=3$ 不成立，$n=2$ 成立，所以 $n$ 不是3。 ;; n=2不成立，n=3成立，所以n可能是3。 ;; We check each candidate: $n=1$ fails, $n=2$ fails, $n=3$ fails, $n=4$ works. So the smallest value of $n$ is 4. ;; Since $f''(3)>0$, the local minimum occurs at $x=3$ and the local maximum at $x=1$. ;; 因此方程至少有三个实数根。 !~ 3
因为B错，所以不选B ;; 因为A、C、D都不对，所以可能选B ;; B不对，所以选A或B ;; 因为选项B正确，所以选D !~ B
#### Answer⏎151 ;; #### Step 150⏎The distance is 140. ;; #### Final Answer⏎Not 150 ;; so d/50 - d/60 = 1/2 and d = 150. The round trip is therefore 300 km. ;; The two towns are about 150 km apart. !~ 150
$5\% + 2 = 2.5$ ;; $50\%\times 6=2.5$ !~ 2.5
$50\%\times 6=3$ ;; 6×50%=3 ;; We check each candidate: $n=1$ fails, $n=2$ fails, $n=3$ works. So the smallest value of $n$ is 3. ;; The equation has exactly three real solutions. ;; 因此方程共有三个实数根。 ~ 3
The lines do not intersect at $x=1$, $y=2$. ;; The lines intersect at $x=2$, $y=1$. !~ x=1,y=2
given by nobody, $x=5$ is false ;; 原式 $=4$⏎$=5$⏎$=6$． ;; 在Rt△ABC中，AB=5，∴sinA=3/5． !~ 5
The number is even if it ends in 0, and this one ends in 5, so it is odd. ;; It is not even **even**. ;; Neither is even. !~ even
**Bob** is second, Alice is first. ;; Bob is the shortest, so Alice is the tallest. ;; The winner is not **Bob**. ;; It can't be **Bob**. ;; Everyone but **Bob**. ;; **Bob** loses. !~ Bob
侧面积 $S_{侧}=12\pi$，∴ $S_{表}=21\pi$． ;; $S_{侧}=\pi rl=12\pi=13\pi$ ;; S=12πr ;; 解：圆锥的侧面积 $S=\pi rl=\pi\times3\times5=15\pi$． !~ 12π
**Step 1:** There are 12 outcomes.⏎**Step 2:** 9 are good.⏎**Result:** $P=\dfrac{3}{4}$⏎⏎---⏎*Note:* this is 75%. ~ \frac{3}{4}
### Solution⏎⏎Janet's ducks lay 16 eggs per day. She eats 3 and bakes with 4, so $16-3-4=9$ remain.⏎⏎She sells them for \$2 each: $9 \times 2 = 18$.⏎⏎**Janet makes \$18 every day at the farmers' market.** ~ 18
The roots are $\frac{-1+\sqrt5}{2}$ and $\frac{-1-\sqrt5}{2}$. ~ x=\frac{-1\pm\sqrt5}{2}
Thus $x=\frac{-1\pm\sqrt5}{2}=\frac{-1\pm\sqrt3}{2}$. !~ x=\frac{-1\pm\sqrt5}{2}
(1)解：∵$2\cos A=1$，∴$\cos A=\frac12$，又 $A\in(0,\pi)$，∴$A=\frac{\pi}{3}$. ;; 【答案】$\dfrac{\pi}{3}$⏎【分析】利用正弦定理化简．⏎【详解】由题 $\cos A=\frac12$，则 $A=\frac{\pi}{3}$． ;; 故 $\cos A = \frac12$，因为 $A$ 是三角形的内角，从而 $A=\frac{\pi}{3}$，即 $A=60^\circ$． ~ \frac{\pi}{3}
解：由题 $\cos A=\frac12$，∴$A=\frac{\pi}{3}$，∴$B=\frac{2\pi}{3}-C$，∴$C=\frac{\pi}{6}$． ;; 【答案】$\dfrac{\pi}{6}$⏎【详解】由题 $\cos A=\frac12$，则 $A=\frac{\pi}{3}$． ;; ∵$\cos A=\frac12$，∴$A=\frac{2\pi}{3}$． ;; 因为 $\cos A=\frac12$，且 $A$ 为锐角，所以 $A$ 的大小为 !~ \frac{\pi}{3}
综上，$a$ 的取值范围为 $\{a\mid a\ge 2\}$。 ~ [2,+\infty)
综上，$a$ 的取值范围为 $\{a\mid a> 2\}$。 ;; 解得 $x\ge 2$，又 $x<5$，所以 $2\le x<5$． !~ [2,+\infty)
解：设每件商品应降价 $x$ 元。⏎根据题意，得 $(40-x)(20+2x)=1200$，⏎整理，得 $x^2-30x+200=0$，⏎解得 $x_1=10$，$x_2=20$。⏎∵要尽快减少库存，⏎∴$x=20$。⏎答：每件商品应降价20元。 ;; 解得 $x_1=10$，$x_2=20$，为了扩大销售，应取 $x=20$，所以每件衬衫应降价20元。 ~ 20
解：圆锥的侧面积 $S=\pi rl=\pi\times3\times4=12\pi$． ;; ∵底面半径 $r=3$，母线长 $l=4$，∴$S_{侧}=\pi rl=12\pi$． ~ 12π
先算出每天读的页数：120÷5=24（页）。再算3天读的：24×3=72（页）。还剩：108-72=36（页）。 ;; 108页减去72页，还剩下36页没看。 ~ 36
每天读36页，所以3天一共读了108页。 ;; 所以还剩不到36页。 !~ 36
11时5分－8时20分＝2小时45分 ;; 经过的时间是2小时45分钟。 ~ 2小时45分
答：甲数为24，乙数为16。 ?~ 甲数是24，乙数是16
所以甲数是16，乙数是24。 ;; 答：甲数为24。 !~ 甲数是24，乙数是16
设大货车每辆运 $x$ 吨，小货车每辆运 $y$ 吨。解得 $x=20$，$y=30$。 ;; 将 $y=30$ 代入①，得 $x=20$。所以方程组的解为 $\left\{\begin{array}{l}x=20\\ y=30\end{array}\right.$ ~ x=20,y=30
We want the sum of digits, which is $9$, so the answer is $\textbf{(C)}\ 9$. ;; Hence the answer is $\boxed{\textbf{(C) }9}$. ;; 经计算，选项A、B、D均错误，故选：C． ~ C
so the answer is $\textbf{(B)}\ 9$. ;; 综上所述，C选项错误，故选D。 ;; C is tempting but wrong. The right choice is E. !~ C
Therefore $g = 9.8\ \mathrm{m/s^2}$. ;; 故加速度大小为 $9.8\,\text{m/s}^2$，方向竖直向下。 ~ 9.8 m/s^2
Since 100 leaves remainder 2 when divided by 7, the day will be Thursday. ~ Thursday
100÷7=14……2，所以再过100天是星期四。 ~ 星期四
Since $n^2$ is odd, $n$ must be odd. ;; Therefore the sum of an even and an odd number is **odd**. ~ odd
So the tallest of the three is **Alice**. ~ Alice
答：不是直角三角形。 !~ 是
$A\cap B=\{1,2\}\cap\{2,3\}=\{2\}$. ;; 由 $B=\{2,3\}$，得 $A\cap B=\{2\}$。 ~ \{2\}
Therefore⏎$$A^{-1}=\frac16\begin{pmatrix}12&6\\0&18\end{pmatrix}=\begin{pmatrix}2&1\\0&3\end{pmatrix}.$$ ~ \begin{pmatrix}2&1\\0&3\end{pmatrix}
Therefore⏎$$A=\begin{pmatrix}2&1\\0&3\end{pmatrix}\begin{pmatrix}1&0\\0&2\end{pmatrix}=\begin{pmatrix}2&2\\0&6\end{pmatrix}.$$ ;; 所以 $M=\begin{pmatrix}2&0\\1&3\end{pmatrix}$． !~ \begin{pmatrix}2&1\\0&3\end{pmatrix}
The midpoint is at $\left(\frac{3+5}{2},\frac{4+8}{2}\right)=(4,6)$. ~ (4,6)
To find the number of ways, we use combinations:⏎⏎C(8,3) = 8!/(3!5!) = 56⏎⏎So there are 56 different ways to choose 3 books from 8. ;; To determine the number, we compute $\binom{8}{3}$:⏎⏎\[⏎\binom{8}{3} = \frac{8 \times 7 \times 6}{3 \times 2 \times 1} = 56⏎\]⏎⏎Therefore, there are \(\boxed{56}\) ways. ;; **Final Answer**: 56 ways⏎⏎**Explanation**: We choose 3 from 8, so 8·7·6/6 = 56. ;; Answer: 56⏎Reasoning: 8 choose 3 equals 8!/(3!*5!). ~ 56
56 ways if order does not matter. Since order matters here, there are 336 ways. !~ 56
The answer is 5%, or equivalently 1/20. !~ 0.5
$\lim_{x\to 1}\frac{x^2-4x+3}{x-1}=\lim_{x\to1}(x-3)=-2$. ;; 把 $(1,-2)$ 代入 $y=kx$，得 $k=-2$，所以这个正比例函数的比例系数是 $-2$。 ~ -2
把 $(1,-2)$ 代入 $y=kx$，得 $k=-2$，所以 $y=-2x$，当 $x=3$ 时，$y=-6$。 ;; 故 $|k|=2$，因此 $k=\pm2$． !~ -2
Let the distance be d km. Time at 50 km/h is d/50 h. Time at 60 km/h is d/60 h. The difference is half an hour, so d/50 - d/60 = 1/2 and d = 150. The two towns are 150 km apart. ;; #### Answer⏎150 km ;; <think>150?</think>⏎⏎**Solution:**⏎⏎1. Let the distance be $d$.⏎2. $d/50-d/60=1/2$.⏎3. So $6d-5d=150$.⏎⏎Hence $d=150$ km. ~ 150
解：设A、B两地相距x千米，则x/50-x/60=0.5，x=150，⏎所以A、B两地的距离为150km． ;; 两地之间的路程=50×3=150(千米)。 ~ 150千米
答：两地相距150米。 !~ 150千米
P(same color) = 4/10 = 2/5 ;; Therefore the probability that the two balls have the same color is $\dfrac{4}{10}$, which simplifies to $\dfrac{2}{5}$. ;; 列表如下：⏎| | 红 | 白 |⏎|---|---|---|⏎| 红 | √ | × |⏎由表可知，共有10种情况，符合条件的有4种，所以概率为 $\frac25$。 ~ \frac{2}{5}
所以圆的方程为 $x^2+y^2=5^2$，即 $x^2+y^2=25$． ~ x^2+y^2=25
Thus the equation of the circle is $x^2+y^2=5$. ;; 所以圆的方程为 $(x-1)^2+y^2=25$． !~ x^2+y^2=25
把点代入得 $k=2$，$b=1$，所以一次函数的解析式为 $y=2x+1$。 ~ y=2x+1
So the line is $y = 2x - 1$. ;; The perpendicular line to $y=2x+1$ is $y=-\frac12x+1$. !~ y=2x+1
Work backwards:⏎- 30 is 40%.⏎- 1% is 0.75.⏎- 100% is 75.⏎⏎So the number is 75. ;; The total number of students is $30 \div 40\% = 75$. ;; 这个班一共有学生75名。 ~ 75
So the ratio of the areas is $1:3$. ;; 所以它们的体积之比是1比3。 ~ 1:3
So the ratio of the areas is $3:1$. ;; The ratio of sides is 1:3, so the ratio of areas is 1:9. !~ 1:3
Solving, we get the intersection point $(-1, 2)$. ;; 联立方程，解得 $\begin{cases}x=-1,\\y=2,\end{cases}$ 所以交点坐标为 $(-1,2)$． ~ (-1,2)
Solving, we get the intersection point $(2, -1)$. !~ (-1,2)
$$\begin{aligned}⏎|z| &= \sqrt{3^2+4^2} \\⏎&= \sqrt{25} \\⏎&= 5⏎\end{aligned}$$ ;; 因为 $z=3+4i$，所以 $|z|=\sqrt{9+16}=5$． ;; By the Pythagorean theorem, $AB^2 = 9 + 16 = 25$. Hence $AB = 5$. ~ 5
∵ $\angle A=40^\circ$，$\angle B=80^\circ$，∴ $\angle C=180^\circ-40^\circ-80^\circ=60^\circ$． ;; Therefore, $m\angle ABC = 60^\circ$. ;; 所以∠AOB的度数是60度。 ;; Angle $C$ measures 60 degrees. ;; So angle BAC is 60°. ~ 60^\circ
Therefore $a_n = 2^n - 1$ for all $n\ge1$. ;; 所以数列 $\{a_n\}$ 的通项公式为 $a_n=2^n-1$． ~ 2^{n}-1
Therefore $a_n = 2^{n-1}$ for all $n\ge1$. ;; ∴ $a_n+1=2^n$． !~ 2^{n}-1
所以这台电脑原价的八折是 $1500\times0.8=1200$ 元。 ;; Total cost: $800 + $400 = $1200 ~ 1200
She paid \$1,200 for the trip and had \$300 left. ;; Total cost: $800 + $400 = $1300 ;; 一共花了一千二百多元。 !~ 1200
A. 正确，故选A ;; 分析各选项：⏎A. 正确；⏎B. 错误；⏎C. 错误。⏎故答案为A。 ;; Therefore, the statement that must be true is (A). ;; So the answer is A. ;; 【解析】……故选A.⏎【答案】A ~ A
A is not correct; the answer is D. !~ A
Since the discriminant is negative, there is no real solution. ;; 所以方程没有实数解。 ~ 无解
Since the discriminant is positive, there are two real solutions. !~ 无解
First, she buys 3 boxes at \$12 each, which is \$36. Then she buys a bag for \$9. In total she spends 36 + 9 = 45 dollars. ;; Cost of the boxes: 3 × $12 = $36⏎Cost of the bag: $9⏎Total: $36 + $9 = **$45** ;; The total cost is 36+9=$45.⏎⏎#### 45 ~ 45
So she spent 45 dollars on boxes and 9 dollars on a bag. ;; Total: 45 + 9 = 54 dollars !~ 45
3×12=36（元）⏎36+9=45（元）⏎答：她一共花了45元。 ;; 36＋9＝45（元），答：一共45元． ~ 45元
3×12+9=44（元） ;; 答：她应找回45角。 ;; 妈妈付了100元，找回45元，所以花了55元。 !~ 45元
By the distance formula, $d=\sqrt{(5-2)^2+(3-1)^2}=\sqrt{9+4}=\sqrt{13}$. ;; $|AB| = \sqrt{13} \approx 3.61$ ;; The distance between the two points is $\sqrt{13}$ units. ;; ∴ $c^2=a^2+b^2-2ab\cos C=13$，∴ $c=\sqrt{13}$． ~ \sqrt{13}
By the distance formula, $d=\sqrt{9+4}=\sqrt{12}$. ;; $|AB| \approx 3.61$ !~ \sqrt{13}
Therefore $m = 0$ or $m = 4$. ;; 由 $\Delta=m^2-4m=0$，得 $m_1=0$，$m_2=4$． ;; So $m \in \{0, 4\}$. ~ 0 或 4
解得 $m=0$ 或 $m=4$．因为 $m\neq0$，所以 $m=4$． ;; 解得 $m=0$（舍去）或 $m=4$． ~ 4
$1^3+2^3+\cdots+9^3=(1+2+\cdots+9)^2=45^2=2025$ ;; 原式=2025 ;; $$\boxed{2025}$$⏎⏎Let me know if anything is unclear! ;; It follows that the value of the expression is 2025. ~ 2025
解：原式 $=(1+2+\cdots+9)^2$⏎$=45^2$⏎$=2015$． ;; In the year 2025, the sum is 2024. !~ 2025
原式 $=\sin 30^\circ=\frac12$． ;; ∴ $\tan\alpha=\dfrac{1}{2}$． ;; 所以椭圆的离心率 $e=\frac{c}{a}=\frac12$． ;; The eccentricity is $e = c/a = 1/2$. ~ \frac{1}{2}
∴ $\tan\alpha=2$． ;; 所以椭圆的离心率 $e=\frac{c}{a}=\frac{\sqrt3}{2}$． ;; So the slope of the perpendicular line is $-2$. !~ \frac{1}{2}
经检验：当 $x=1$ 时，$x(x+2)\ne0$，∴ 原分式方程的解为 $x=1$． ;; 检验：把x=1代入，左边=右边，所以x=1是原方程的解。 ;; 方程两边同乘 $x-3$，得 $x=1$。经检验，$x=1$ 是原方程的根。 ;; Therefore, $x=1$ is the only solution. ~ x=1
经检验，$x=1$ 不是原方程的根，原方程无解。 !~ x=1
There are 120 ways without restriction; with the restriction there are 72 ways. !~ 120
所以增长率为25%． ;; (50-40)÷40=25% ;; 今年比去年增产二成五，即25%。 ;; The price increased by 25 percent. ;; 因此成活率是 25％。 ~ 25%
The price decreased to 75% of the original. ;; (50-40)÷50=20% !~ 25%
火车9:30到达。 ~ 9:30
So the train arrives at 9:45. !~ 9:30
So the set of solutions is $\{1, 2, 3\}$. ;; The possible values are 1, 2, and 3. ~ \{1,2,3\}
The possible values are 1 and 3. ;; 满足条件的x的值有3个：0、1、2。 !~ \{1,2,3\}
化简得 $\sqrt{18}+1=3\sqrt2+1$． ;; 原式 $=3\sqrt{2}+2-1=3\sqrt{2}+1$． ~ 3\sqrt{2}+1
The object falls a distance of $s = \frac12 gt^2 = 50\ \text{m}$. ;; The stopping distance is 50 metres. ~ 50 m
Looking at the options, (A) is too small, (C) and (D) are too large. The answer must be (B). ;; 故选 B. ~ B
If it were rational, $p/q$ gives a contradiction. So no, $\sqrt2$ isn't rational. ~ No
If it were rational, $p/q$ gives a contradiction. So no, $\sqrt2$ isn't rational. ;; So no or yes, it depends. !~ Yes
(1) \sqrt{3}; (2) \frac{\pi}{3} !~ (1) \frac{\pi}{3}; (2) \sqrt{3}
证明略。⏎【答案】(1) $A = \frac{\pi}{3}$；(2) $S = \sqrt{3}$ ~ (1) \frac{\pi}{3}; (2) \sqrt{3}
Since $1001 = 7\cdot 11\cdot 13$, it is composite.⏎⏎**Answer:** No, 1001 is not prime. ;; The determinant is 0, so the matrix is not invertible. No, the inverse does not exist. ~ No
**r² + s² = 29** ~ 29
【解答】假设全是鸡，则鸡有23只。⏎⏎【答案】鸡23只，兔12只 ~ 鸡23只,兔12只
答：购进A种商品40件，B种商品60件。 !~ A种商品60件,B种商品40件
答：购进A种商品60件，B种商品40件。 ?~ A种商品60件,B种商品40件
The eigenvalues are $\boxed{2}$ and $\boxed{5}$. ~ \{2,5\}
The eigenvalues are $\boxed{2}$ and $\boxed{4}$. !~ \{2,5\}
No, I cannot solve it. ;; No idea. ;; So yes, maybe. !~ No
The options are \boxed{2} and \boxed{3}, but only one works. !~ \{2,3\}
The answer is $\boxed{2}$ or $\boxed{5}$. !~ 5
First \boxed{2}, then \boxed{5}. ~ 5
45 ÷ 6 = 7……3，7 + 1 = 8。⏎⏎答：至少需要8条船。 ~ 8
答：至少8条船。 !~ 8
两车速度之和是100。⏎答：4小时后两车相遇。 ;; 所以再过4小时，两车相距正好是原来的2倍。 ?~ 4小时
答：6年后妈妈的年龄不是小红的3倍。 !~ 6
答：6年后妈妈的年龄是小红的3倍。 ?~ 6年后
The total resistance is R = 9 kΩ. ;; The total resistance is 9 mΩ. ;; $R = 9\,\text{k}\Omega$ !~ 9 ohms
The total resistance is R = 6 Ω + 3 Ω = 9 Ω. ;; 总电阻是9欧姆。 ;; $9\ \Omega$ ~ 9 ohms
Hence x = 3. Plugging it back, 3·3 + 4 = 13, which matches. ;; Since the number must be positive, there were 3 people at the party. (Indeed, 3·2/2 = 3 handshakes.) ~ 3
Hence the sum of the roots equals $\frac{9}{2}$, and the individual roots are not needed. ~ 4.5
解方程得 x=6 或 x=-10，因为人数不能是负数，所以参加聚会的一共有6人。 ~ 6
8×4=32，鸭有32只。 ;; 一共要种32只。 ~ 32只
This can be done in $\binom{8}{3}$ ways, and evaluating the numerator first we get !~ 56
So the whole walk takes 42 minutes, and Alex arrives at 8:22. ~ 42 minutes
所以 $k$ 的所有可能取值组成的集合是 $\boxed{\{0, 1\}}$。 ~ \{1,0\}
离心率 $e = \frac{c}{a} = \frac{3}{2}$。⏎⏎**最终答案：** $e = \frac{3}{2}$ ~ 1.5
**Answer:** $y(x) = 3e^{2x}$ ~ y=3e^{2x}
| Item | Total |⏎|------|-------|----------|⏎| Pen | 12 |⏎⏎The bill is 25.⏎⏎**Answer: 25** ~ 25
5 kN ;; 5kN ;; 5千牛 ~ 5000 N
5 MeV ;; 5 μeV !~ 5 eV
3 kPa ~ 3000 N/m^2
10 C !~ 10 F
18棵树 ~ 18棵
18个梨 !~ 18个苹果
""")
"""Labelled blocks, proofs with ∵ and ∴, chains of tuples and sets, words, names, bold values, and texts that break off."""
